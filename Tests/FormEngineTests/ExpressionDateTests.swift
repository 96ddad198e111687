import Testing
@testable import FormEngine

@Suite struct ExpressionDateTests {
    /// Paris in 2023: summer time from 26 March 01:00Z to 29 October 01:00Z.
    private let paris = ZoneTable(standard: 3600, changes: [
        .init(from: 1_679_792_400, offset: 7200), .init(from: 1_698_541_200, offset: 3600),
    ])

    @Test(arguments: [
        ("date('2020-02-29')", "2020-02-29"), ("date('2021-02-29')", ""), ("date('2020-13-01')", ""), ("date('nonsense')", ""),
        ("date('')", ""), ("date(18322)", "2020-03-01"), ("date(-1)", "1969-12-31"), ("date(1 div 0)", ""),
        ("date('2020-03-01') - date('2020-02-01')", "29"), ("date('2020-03-01') > '2020-02-29'", "true"),
        ("string(date('2018-01-01' + 1))", "2018-01-02"), ("number('2008-09-05')", "14127"),
        ("format-date('2018-01-02T10:20:30.123', '%Y-%m-%e %H:%M:%S.%3 %n/%d %h %y')", "2018-01-2 10:20:30.123 1/02 10 18"),
        ("format-date('2018-01-02', '%a %b %A %B %% %q')", "Tue Jan Tuesday January % %q"), ("format-date('', '%Y')", ""),
        ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"), ("decimal-time('18:00:00.000Z')", "0.75"), ("decimal-time('25:00')", "NaN"),
        ("date-time('2020-01-01T05:06:07.089+05:30')", "2019-12-31T23:36:07.089+00:00"), ("today()", "2023-11-14"),
        ("now()", "2023-11-14T22:13:20.000+00:00"), ("date('0001-01-01')", "0001-01-01"), ("int((today() - date('2010-11-15')) div 365.25)", "12"),
    ])
    func computesInUTC(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    /// Noon of 29 October 2023 in Paris is 11:00Z; the day before it was 10:00Z.
    @Test func datesDifferByWholeDaysAcrossClockChanges() throws {
        #expect(try text("date('2023-10-30') - date('2023-10-28')", zone: paris) == "2")
        #expect(try text("date('2023-03-27') - date('2023-03-25')", zone: paris) == "2")
        #expect(try text("date(date('2023-07-14') + 1)", zone: paris) == "2023-07-15")
        #expect(try text("date-time('2023-10-28T12:00:00')", zone: paris) == "2023-10-28T12:00:00.000+02:00")
        #expect(try text("date-time('2023-10-29T12:00:00')", zone: paris) == "2023-10-29T12:00:00.000+01:00")
        #expect(try text("today()", now: 1_698_532_200_000, zone: paris) == "2023-10-29")
    }

    @Test func calendarAgreesWithItselfForThousandsOfYears() {
        var last = Calendar.civil(-800_000)
        for days in -799_999..<800_000 {
            let date = Calendar.civil(days)
            #expect(Calendar.days(year: date.year, month: date.month, day: date.day) == days)
            let isNext = date.day == last.day + 1 || (date.day == 1 && last.day == daysOf(month: last.month, year: last.year))
            if !isNext { Issue.record("after \(last) comes \(date)"); break }
            last = date
        }
        #expect(Calendar.weekday(Calendar.days(year: 2026, month: 11, day: 21)) == 6)
    }

    @Test func distancesAndAreas() throws {
        let track = "'38.253094215699576 21.756382658677467 0 0;38.25021274773806 21.756382658677467 0 0;38.25007793942195 21.763892843919166 0 0;38.25290886154963 21.763935759263404 0 0;38.25146813817506 21.758421137528785 0 0'"
        let area = try #require(Double(try text("area(\(track))")))
        #expect(abs(area - 151_452) < 10)
        let distance = try #require(Double(try text("distance('0 0;0 1')")))
        #expect(abs(distance - 111_318.84) < 0.01)
        #expect(try text("distance('')") == "0")
        #expect(try text("distance('north of here')") == "NaN")
        #expect(try text("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')") == "true")
        #expect(try text("geofence('1.5 0.5', '0 0;0 1;1 1;1 0;0 0')") == "false")
    }
}
