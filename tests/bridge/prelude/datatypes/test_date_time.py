"""DateTime (engine.md c.1)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("DateTime.now(), DateTime.now().UnixTimestamp", "1767225600000 | 1767225600"),
        ("DateTime.fromUnixTimestamp(1.9), DateTime.fromUnixTimestampMillis(1.9)", "1000 | 1"),
        ("DateTime.fromUnixTimestampMillis(-1).UnixTimestamp, DateTime.fromUnixTimestampMillis(-1)",
         "-1 | -1"),
        ("DateTime.fromUniversalTime(), DateTime.fromLocalTime(1970, 1, 2)", "0 | 86400000"),
        ("DateTime.fromUniversalTime(2024, 2, 29, 25, -10, 2.5):ToIsoDate()",
         "2024-03-01T00:50:02Z"),
        ("DateTime.fromUniversalTime(1400, 1, 1).UnixTimestamp", "-17987443200"),
        ("DateTime.fromUniversalTime(9999, 12, 31, 23, 59, 59, 999).UnixTimestampMillis",
         "253402300799999"),
        ("DateTime.fromUnixTimestamp(5) == DateTime.fromUnixTimestampMillis(5000), "
         "DateTime.fromUnixTimestamp(5) == DateTime.fromUnixTimestampMillis(5001)",
         "true | false"),
        ("DateTime.fromUnixTimestamp(0):ToIsoDate(), typeof(DateTime.now()), type(DateTime.now())",
         "1970-01-01T00:00:00Z | DateTime | userdata"),
    ],
)  # fmt: skip
def test_moments_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-02T10:30:45Z", "1577961045000"),
        ("2020-01-02T10:30:45.5Z", "1577961045500"),
        ("2020-01-02T10:30:45+02:00", "1577953845000"),
        ("2020-01-02T10:30:45-0100", "1577964645000"),
        ("2020-01-02", "1577923200000"),
        ("2020-02-30T00:00:00Z", "nil"),
        ("2020-01-02T24:00:00Z", "nil"),
        ("2020-01-02T10:30:45+99:00", "nil"),
        ("0999-01-02T10:30:45Z", "nil"),
        ("2 January", "nil"),
        ("", "nil"),
    ],
)
def test_an_iso_date_is_read_or_gives_nil(texts, text, expected):
    assert texts(f"DateTime.fromIsoDate('{text}')") == expected


def test_the_iso_form_and_the_value_table_lead_back_to_the_moment(server):
    assert server.run("""
        for _, seconds in { -17987443200, -1, 0, 951782399, 951782400, 253402300799 } do
            local moment = DateTime.fromUnixTimestamp(seconds)
            assert(DateTime.fromIsoDate(moment:ToIsoDate()) == moment)
            local t = moment:ToUniversalTime()
            local again = DateTime.fromUniversalTime(
                t.Year, t.Month, t.Day, t.Hour, t.Minute, t.Second, t.Millisecond
            )
            assert(again == moment)
            assert(moment:ToLocalTime().Year == t.Year)
        end
        return true
    """)


TOKENS = [
    ("LT", "8:30 PM"), ("LTS", "8:30:25 PM"), ("L", "09/04/1986"), ("l", "9/4/1986"),
    ("LL", "September 4, 1986"), ("ll", "Sep 4, 1986"), ("LLL", "September 4, 1986 8:30 PM"),
    ("lll", "Sep 4, 1986 8:30 PM"), ("LLLL", "Thursday, September 4, 1986 8:30 PM"),
    ("llll", "Thu, Sep 4, 1986 8:30 PM"),
    ("YY", "86"), ("YYYY", "1986"), ("M", "9"), ("MM", "09"), ("MMM", "Sep"),
    ("MMMM", "September"), ("D", "4"), ("DD", "04"), ("DDD", "247"), ("DDDD", "247"),
    ("d", "4"), ("dd", "Th"), ("ddd", "Thu"), ("dddd", "Thursday"), ("H", "20"), ("HH", "20"),
    ("h", "8"), ("hh", "08"), ("m", "30"), ("mm", "30"), ("s", "25"), ("ss", "25"), ("S", "0"),
    ("SS", "04"), ("SSS", "042"), ("A", "PM"), ("a", "pm"),
    ("YYYY-MM-DD HH:mm:ss.SSS", "1986-09-04 20:30:25.042"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("token", "expected"), TOKENS)
def test_every_token_of_the_page_is_replaced(texts, token, expected):
    moment = "DateTime.fromUniversalTime(1986, 9, 4, 20, 30, 25, 42)"
    assert texts(f"{moment}:FormatUniversalTime('{token}', 'en-us')") == expected
    assert texts(f"{moment}:FormatLocalTime('{token}', 'en-us')") == expected


@pytest.mark.parametrize(
    ("hour", "expected"), [(0, "12 AM 0"), (11, "11 AM 11"), (12, "12 PM 12"), (23, "11 PM 23")]
)
def test_the_clock_has_twelve_hours(texts, hour, expected):
    moment = f"DateTime.fromUniversalTime(2000, 1, 1, {hour})"
    assert texts(f"{moment}:FormatUniversalTime('h A H', 'en-us')") == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("DateTime.fromUniversalTime(2023, 2, 29)", "DateTime.fromUniversalTime: invalid date"),
        ("DateTime.fromUniversalTime(2023, 13)", "DateTime.fromUniversalTime: invalid date"),
        ("DateTime.fromLocalTime(10000)", "DateTime.fromLocalTime: invalid date"),
        ("DateTime.fromUnixTimestamp(-17987443201)",
         "DateTime.fromUnixTimestamp: the time is outside the years 1400 to 9999"),
        ("DateTime.fromUnixTimestamp(253402300800)",
         "DateTime.fromUnixTimestamp: the time is outside the years 1400 to 9999"),
        ("DateTime.fromUnixTimestampMillis(0/0)",
         "DateTime.fromUnixTimestampMillis: the time is outside the years 1400 to 9999"),
        ("DateTime.fromUnixTimestamp()",
         "missing argument #1 to 'fromUnixTimestamp' (number expected)"),
        ("DateTime.now():FormatLocalTime('LL')",
         "missing argument #3 to 'FormatLocalTime' (string expected)"),
        ("DateTime.now():FormatLocalTime('LL', 'zh-cn')",
         "DateTime:FormatLocalTime: locale 'zh-cn' is not modelled by luau-bridge"),
        ("DateTime.now():FormatUniversalTime('[at] h', 'en-us')",
         "DateTime:FormatUniversalTime: '[' in a format is not modelled by luau-bridge"),
        ("DateTime.now() < DateTime.now()", "attempt to compare DateTime < DateTime"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_now_is_the_simulated_wall_clock_and_a_loop_on_it_ends(server):
    assert server.run("""
        local began = DateTime.now().UnixTimestampMillis
        local steps = 0
        while DateTime.now().UnixTimestampMillis == began do steps += 1 end
        return steps > 0
    """)
