"""What is counted: the number is a deployment setting, the time belongs to its name."""

from typing import NamedTuple

from django.conf import settings

_MINUTE, _HOUR = 60, 3_600
_AROUND = 8
_FEWEST = 5  # of a share


class Limit(NamedTuple):
    """So many times within some seconds."""

    name: str
    setting: str
    seconds: int
    times: int = 1
    part: int = 1  # a share of the number, since the time is shorter as well
    number: int = 0  # the number itself, where no deployment has to set one

    @property
    def most(self) -> int:
        """How often, as the deployment has it; 0 is without a limit."""
        if settings.TEST_PROFILE:
            return 0
        number: int = (self.number or getattr(settings.FOLKMOOT, self.setting)) * self.times
        return max(_FEWEST, number // self.part) if self.part > 1 else number

    @property
    def around(self) -> "Limit":
        """The same for the network around a prefix, from which more may come."""
        return self._replace(name=f"{self.name} around", times=self.times * _AROUND)


ENTRANCE = Limit("entrance", "entrance_visits_per_minute", _MINUTE)
ENTRANCE_NOW = Limit("entrance-now", "entrance_visits_per_minute", 1, part=12)  # a flood is not answered all at once
SIGN_IN = Limit("sign-in", "sign_ins_per_5_minutes", 5 * _MINUTE)
FAILED_HERE = Limit("failed-here", "failed_sign_ins_per_5_minutes", 5 * _MINUTE)  # of one login from one prefix
FAILED_FROM = Limit("failed-from", "failed_sign_ins_from_one_network", 5 * _MINUTE)  # of all logins
FAILED_ALL = Limit("failed-all", "failed_sign_ins_per_hour", _HOUR)  # of one login from anywhere
PRESSURE = Limit("pressure", "failed_sign_ins_under_pressure", 5 * _MINUTE)  # of all, from everywhere
UNPROVED = Limit("unproved", "unproved_per_minute", _MINUTE)  # under pressure, of those that compute nothing
CODES = Limit("codes", "codes_per_5_minutes", 5 * _MINUTE)
RESET = Limit("reset", "resets_per_hour", _HOUR)  # from one prefix
RESET_OF = Limit("reset-of", "resets_of_one_per_5_minutes", 5 * _MINUTE)  # of one address
CONFIRM = Limit("confirm", "confirmations_per_3_minutes", 3 * _MINUTE)  # mails to one address
SIGN_UP = Limit("sign-up", "sign_ups_per_hour", _HOUR)
NOTICES = Limit("notices", "notices_per_hour", _HOUR)  # that something is against the law, by anybody
RECEIPTS = Limit("receipts", "receipts_of_one_per_hour", _HOUR)  # for them, to one address
REPORTS = Limit("reports", "reports_per_hour", _HOUR)  # by one member
REGISTER_APP = Limit("register-app", "app_registrations_per_hour", _HOUR)
OWN_LOGIN = Limit("own-login", "own_changes_per_5_minutes", 5 * _MINUTE)  # password, address, factors, who one is
POSTS = Limit("posts", "posts_per_5_minutes", 5 * _MINUTE)
UPLOADS = Limit("uploads", "uploads_per_hour", _HOUR)
SEARCH = Limit("search", "searches_per_5_minutes", 5 * _MINUTE)
SUGGEST = Limit("suggest", "searches_per_5_minutes", 5 * _MINUTE, times=4)  # while somebody types
API = Limit("api", "api_requests_per_5_minutes", 5 * _MINUTE)
API_VISITORS = Limit("api-visitors", "api_requests_per_5_minutes", 5 * _MINUTE)
STREAMS = Limit("streams", "stream_openings_per_5_minutes", 5 * _MINUTE)
READING = Limit("reading", "", 3 * 24 * _HOUR, number=100_000)  # minutes in which a newcomer read, until they are noted
READ_NOW = Limit("read-now", "", _MINUTE, number=1)
