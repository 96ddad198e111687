import Foundations
import Journal
import Testing

@testable import Casework

/// What the box says of places in a save, whatever the app offered.
@Suite struct PlaceAnswerTests {
    private static let places = PlaceBook(csv: "code,parent,retired,label::English (en)\nA,,,Hill\nB,A,,River\nOLD,A,yes,Ford\n")
    private static let survey = """
        type,name,label::English (en),appearance,cm::maxlength
        text,place,Place,place,32
        text,address,Address,,200
        begin_repeat,stays,Stays,,
        text,stay,Where,place minimal,32
        begin_repeat,ways,Ways,,
        text,by_way,Over,place,32
        end_repeat,,,,
        end_repeat,,,,

        """

    private static func faults(_ fields: [String: Value], seen: [String: Value] = [:], all: [String: Value]? = nil, places: PlaceBook? = Self.places) throws -> [String] {
        let sheets = FormLibrary.Sheets(survey: survey, choices: "", settings: "form_title,form_id,version\nRoad,road,1\n")
        let record = UUIDv7.make(at: 1), time = ManualTime()
        let entry = AuthoredEntry(id: UUIDv7.make(at: 2), op: .amend, form: "road", record: record, base: 1, fields: fields)
        let judge = AnswerJudge(forms: try FormLibrary([sheets]), places: places, at: time.now(),
                                before: [record: AnswerJudge.Before(all: all ?? seen, seen: seen)])
        do {
            _ = try judge.judged([entry])
            return []
        } catch {
            guard case .faults(let faults) = error.reason else { throw error }
            return faults.map { "\($0.field) \($0.code)" }
        }
    }

    private static func stay(_ code: String, over way: String? = nil) -> Value {
        var fields: [String: Value] = ["stay": .text(code)]
        if let way { fields["ways"] = .list([.map(["by_way": .text(way)])]) }
        return .list([.map(fields)])
    }

    @Test(arguments: ["X", "a"]) func whatNobodyKnowsCannotBeChosen(_ code: String) throws {
        #expect(try Self.faults(["place": .text(code)]) == ["place unknown-choice"])
        #expect(try Self.faults(["place": .text(code)], seen: ["place": "A"]) == ["place unknown-choice"])
        #expect(try Self.faults(["stays": Self.stay(code)]) == ["stays[1].stay unknown-choice"])
        #expect(try Self.faults(["stays": Self.stay("A", over: code)]) == ["stays[1].ways[1].by_way unknown-choice"])
        // Only where a place is asked for.
        #expect(try Self.faults(["address": .text(code)]).isEmpty)
    }

    @Test func whatIsOfferedWasOfferedOrIsStoredIsTaken() throws {
        // Chosen on the way, before it was retired.
        #expect(try Self.faults(["place": "OLD", "stays": Self.stay("OLD", over: "OLD")]).isEmpty)
        #expect(try Self.faults(["place": "B", "stays": Self.stay("A", over: "B")]).isEmpty)
        #expect(try Self.faults(["place": "OLD", "address": "by the mill"], seen: ["place": "OLD"]).isEmpty)
        #expect(try Self.faults(["stays": Self.stay("OLD", over: "X")], seen: ["stays": Self.stay("OLD", over: "X")]).isEmpty)
        #expect(try Self.faults(["place": .null], seen: ["place": "OLD"]).isEmpty)
        #expect(try Self.faults(["place": " "], seen: ["place": "OLD"]).isEmpty)
    }

    /// Else a try would tell what is stored to somebody who may not see it.
    @Test func whatTheAuthorDoesNotSeeMakesNoDifference() throws {
        #expect(try Self.faults(["place": "X"], seen: [:], all: ["place": "X"]) == ["place unknown-choice"])
    }

    @Test func aSiteWithoutPlacesTakesWhatIsWritten() throws {
        #expect(try Self.faults(["place": "X"], places: PlaceBook(csv: "")).isEmpty)
        #expect(try Self.faults(["place": "X"], places: nil).isEmpty)
    }

    /// Of two that were put into use at once, what the store says last is served.
    @Test func aLateBookDoesNotReplaceANewerOne() {
        let shelf = PlaceShelf(standard: Self.places)
        shelf.change(to: PlaceBook(csv: "code\nNEW\n"), place: 2)
        shelf.change(to: PlaceBook(csv: "code\nFIRST\n"), place: 1)
        #expect(shelf.book.offers("NEW") && !shelf.book.offers("FIRST") && shelf.current.revision == 1)
        shelf.change(to: PlaceBook(csv: "code\nTHIRD\n"), place: 3)
        #expect(shelf.book.offers("THIRD") && shelf.current.revision == 2)
    }

    @Test func whatIsOfferedLeavesOutTheRetired() {
        #expect(Self.places.offered.map(\.code) == ["A", "B"] && Self.places.count == 3 && Self.places["OLD"]?.retired == true)
    }
}
