import folkmoot.search.models
from django.db import migrations, models

_NUMBERS = "'[" + ",".join(map(str, range(64))) + "]'"


def _hexadecimal(row):
    """The words of a row as FTS5 reads them: eight digits each, and one that stands on every post."""
    digits = f"hex(substr({row}.words, 256 * a.value + 4 * b.value + 1, 4))"
    each = f"SELECT {digits} AS word FROM json_each({_NUMBERS}) a CROSS JOIN json_each({_NUMBERS}) b"
    return f"(SELECT COALESCE(group_concat(word, ' '), '') || ' any' FROM ({each} LIMIT length({row}.words) / 4))"


_ADD = f"INSERT INTO search_words (rowid, words) VALUES (new.place, {_hexadecimal('new')});"
_TAKE = f"INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.place, {_hexadecimal('old')});"
_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
    f"CREATE TRIGGER search_entry_comes AFTER INSERT ON search_entry BEGIN {_ADD} END",
    f"CREATE TRIGGER search_entry_goes AFTER DELETE ON search_entry BEGIN {_TAKE} END",
    f"CREATE TRIGGER search_entry_changes AFTER UPDATE ON search_entry BEGIN {_TAKE} {_ADD} END",
)
_POSTGRES = ("CREATE INDEX search_words ON search_entry USING gin (words) WITH (fastupdate = off)",)
_SQLITE_BACK = (
    "DROP TRIGGER search_entry_comes",
    "DROP TRIGGER search_entry_goes",
    "DROP TRIGGER search_entry_changes",
    "DROP TABLE search_words",
)


def lay(apps, schema_editor):
    for text in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(text, None)


def clear(apps, schema_editor):
    for text in ("DROP INDEX search_words",) if schema_editor.connection.vendor == "postgresql" else _SQLITE_BACK:
        schema_editor.execute(text, None)


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('post_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('place', models.BigIntegerField(null=True)),
                ('words', folkmoot.search.models.WordsField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('place',), name='search_place')],
            },
        ),
        migrations.CreateModel(
            name='Filling',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('above', models.BigIntegerField(default=0)),
                ('is_complete', models.BooleanField(default=False)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('stirred_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(lay, clear),
    ]
