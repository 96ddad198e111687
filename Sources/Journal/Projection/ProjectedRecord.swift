import Foundations

/// All that the projection stores of one record, computed without the database: columns, body, rows of `lookup`, words.
struct ProjectedRecord {
    var id: UUIDv7
    var kind: String
    var dossier: UUIDv7?
    var parent: UUIDv7?
    var agency: String?
    var status: String?
    var owner: UUIDv7?
    var team: UUIDv7?
    var place: String?
    var sensitivity: String?
    var formVersion: Int
    var archived: Bool
    var version: Int
    var updated: HybridTimestamp
    var body: [UInt8]
    var rows: [ProjectionRules.Row]
    /// Empty where the record has none.
    var words: String

    init(_ state: RecordState) {
        id = state.id
        kind = state.kind
        dossier = state.shown(Reserved.dossier)?.identifier
        parent = state.shown(Reserved.parent)?.identifier
        agency = state.shown(Reserved.agency)?.text
        status = state.shown(Reserved.status)?.text
        owner = state.shown(Reserved.owner)?.identifier
        team = state.shown(Reserved.team)?.identifier
        place = state.shown(Reserved.place)?.text
        sensitivity = state.shown(Reserved.sensitivity)?.text
        formVersion = state.formVersion
        archived = state.shown(Reserved.archived)?.bool == true
        version = state.version
        updated = state.updated
        body = RecordBody.encode(state)
        rows = ProjectionRules.rows(state)
        words = ProjectionRules.words(state)
    }
}
