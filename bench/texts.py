"""What the generated members write: words in several scripts, with the HTML that the product makes of them."""

import random
from dataclasses import dataclass
from urllib.parse import quote

_WORDS = {
    "en": "the garden opens late today and we bring bread soup chairs rain or sun for everybody who wants to help"
    " market street music child river old library window evening song morning letter road winter apple",
    "de": "heute abend treffen wir uns am fluss mit brot käse und viel zeit für größere fragen über die straße"
    " garten schlüssel fahrrad nachbarn regen später wörter bücher süß kühl",
    "fr": "ce soir nous mangeons ensemble près de la rivière avec du pain et beaucoup de temps où les enfants"
    " jouent forêt été hiver lumière déjà voilà cœur fenêtre",
    "tr": "bugün akşam bahçede buluşuyoruz ekmek çay müzik ve güzel bir söz komşular çocuklar yağmur ışık şehir",
    "ru": "сегодня вечером мы встречаемся у реки с хлебом и музыкой дети играют в саду соседи приносят книги снег",
    "el": "απόψε μαζευόμαστε στον κήπο με ψωμί και μουσική τα παιδιά παίζουν δίπλα στο ποτάμι βιβλία φως θάλασσα",
    "ar": "نجتمع اليوم مساء في الحديقة مع الخبز والموسيقى والأطفال يلعبون قرب النهر والجيران يحملون الكتب والشاي",
    "fa": "امشب در باغ کنار رودخانه جمع می شویم با نان و چای و کتاب همسایه ها کودکان باران پنجره",
    "he": "הערב אנחנו נפגשים בגינה ליד הנהר עם לחם ומוזיקה הילדים משחקים השכנים מביאים ספרים אור",
    "hi": "आज शाम हम नदी के पास बगीचे में मिलते हैं रोटी चाय और संगीत के साथ बच्चे खेलते हैं किताबें",
    "ja": "今夜 庭で 会いましょう パンと お茶と 音楽 子ども たちが 川の そばで 遊ぶ 本 光 雨",
    "zh": "今晚 我们 在 河边 的 花园 见面 带上 面包 茶 和 音乐 孩子 邻居 书 雨 光",
}
_OFTEN = {"en": 50, "de": 10, "fr": 6}  # the others 4 each
_TAGS = [
    "Garden",
    "Books",
    "Rain",
    "Cooking",
    "Music",
    "Photography",
    "Moot",
    "Cycling",
    "Repair",
    "Neighbours",
    "Poetry",
    "Running",
    "Trees",
    "Birds",
    "Chess",
    "Theatre",
    "Film",
    "Radio",
    "Bread",
    "Tea",
    "Coffee",
    "Mathematics",
    "History",
    "Maps",
    "Trains",
    "Knitting",
    "Wood",
    "Boats",
    "Stars",
    "Mushrooms",
    "Straße",
    "Été",
    "Москва",
    "Θάλασσα",
    "كتاب",
    "شاي",
    "ספר",
    "बगीचा",
    "花園",
    "音楽",
]
_POOL = 4_000


@dataclass(frozen=True, slots=True)
class Words:
    """Some lines of text and what stands for them in HTML."""

    text: str
    html: str
    language: str


class Pen:
    """Writes texts; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        languages = list(_WORDS)
        often = [_OFTEN.get(language, 4) for language in languages]
        self.pool = [self._words(language) for language in self.random.choices(languages, often, k=_POOL)]
        self.tags = [*_TAGS, *(f"{word}{number}" for word in _TAGS[:20] for number in range(2, 25))]
        self.rank = [1 / place for place in range(1, len(self.tags) + 1)]

    def words(self) -> Words:
        """One to three paragraphs."""
        return self.random.choice(self.pool)

    def some_tags(self) -> list[str]:
        """One or two hashtags, a few of them very common."""
        return list(dict.fromkeys(self.random.choices(self.tags, self.rank, k=self.random.choice((1, 1, 2)))))

    def _words(self, language: str) -> Words:
        paragraphs = [self._sentences(language) for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        html = "".join(f'<p dir="auto">{each}</p>' for each in paragraphs)
        return Words("\n\n".join(paragraphs), html, language)

    def _sentences(self, language: str) -> str:
        words = _WORDS[language].split()
        return " ".join(
            " ".join(self.random.choices(words, k=self.random.randint(4, 14))).capitalize() + "."
            for _ in range(self.random.choice((1, 2, 2, 3)))
        )


def with_start(words: Words, text: str, html: str) -> Words:
    """The same words with something before them, in their first paragraph."""
    return Words(f"{text} {words.text}", words.html.replace('">', f'">{html} ', 1), words.language)


def with_end(words: Words, text: str, html: str) -> Words:
    """The same words with something behind them, in a paragraph of its own."""
    return Words(f"{words.text}\n\n{text}", f'{words.html}<p dir="auto">{html}</p>', words.language)


def mention(username: str) -> tuple[str, str]:
    """How a member is named."""
    link = f'<a href="/@{username}" class="u-url mention">@<span>{username}</span></a>'
    return f"@{username}", f'<span class="h-card" dir="ltr">{link}</span>'


def hashtag(tag: str) -> tuple[str, str]:
    """How a hashtag is written."""
    href = f"/tags/{quote(tag.casefold(), safe='')}"
    return f"#{tag}", f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'


def link(number: int) -> tuple[str, str]:
    """A web address."""
    rest = f"example.org/notes/{number}"
    rel = 'rel="nofollow noopener noreferrer ugc" target="_blank"'
    shown = f'<span class="invisible">https://</span><span>{rest}</span>'
    return f"https://{rest}", f'<a href="https://{rest}" dir="ltr" {rel}>{shown}</a>'
