import Casework
import Foundations

/// What the API answers with, as `assets/api/openapi.json` describes it. Optional values are left out when nil.
enum Shape {
    struct Person: Encodable {
        var id: UUIDv7
        var name: String
    }

    struct May: Encodable {
        var edit: [String]
        var decide: Bool
    }

    struct Record: Encodable {
        var id: UUIDv7
        var form: String
        var dossier: UUIDv7?
        var parent: UUIDv7?
        var status: String?
        var version: Int
        var formVersion: Int
        var owner: Person?
        var updated: String
        var fields: [String: Value]
        var hidden: [String]
        var may: May

        init(_ record: ShownRecord, _ names: Names) {
            id = record.id
            form = record.form
            dossier = record.dossier
            parent = record.parent
            status = record.status
            version = record.version
            formVersion = record.formVersion
            owner = record.owner.map(names.person)
            updated = WallTime(millis: record.updated.millis).iso8601
            fields = record.fields
            hidden = record.hidden
            may = May(edit: record.editable, decide: record.mayDecide)
        }
    }

    struct Summary: Encodable {
        var name: String
        var nameOtherScript: String?
        var age: Int?
        var ageEstimated: Bool
        var sex: String?
        var caseNumber: String?
        var risk: String?
        var status: String?
        var stage: String?
        var worker: Person?
        var lastSeen: String?
        var lastSeenAlone: String?
        var opened: String?
        var place: String?
        var placeName: [String: String]?
        var concerns: [String]
        var livesWith: String?
        var contactRestriction: String?

        init(_ summary: ChildSummary, _ names: Names) {
            name = summary.name
            nameOtherScript = summary.nameOtherScript
            age = summary.age
            ageEstimated = summary.ageEstimated
            sex = summary.sex
            caseNumber = summary.caseNumber
            risk = summary.risk
            status = summary.status
            stage = summary.stage
            worker = summary.worker.map(names.person)
            lastSeen = summary.lastSeen
            lastSeenAlone = summary.lastSeenAlone
            opened = summary.opened
            place = summary.place
            placeName = summary.place.flatMap(names.place)
            concerns = summary.concerns
            livesWith = summary.livesWith
            contactRestriction = summary.contactRestriction
        }
    }
}

/// Words for ids and codes in one answer.
struct Names {
    let people: [UUIDv7: String]
    let places: PlaceBook

    func person(_ id: UUIDv7) -> Shape.Person { Shape.Person(id: id, name: people[id] ?? "") }
    func place(_ code: String) -> [String: String]? { places[code]?.names }
}
