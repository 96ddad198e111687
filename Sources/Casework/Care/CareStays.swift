import CaseSteps
import Foundations
import GRDB
import Journal

/// Where children are in care now: placements that hold, each with its last move.
enum CareStays {
    /// So many placements and moves of one provider are looked through at the most.
    private static let most = 2_000
    private static let choice = FieldChoice(["provider", "placement", "moved_on"])

    /// Children who take a place at `provider`: their placement is decided, arranged or lived there now. `except`: a child's dossier that is left out.
    static func taken(_ db: Database, at provider: UUIDv7, except: UUIDv7? = nil) throws -> Int {
        var dossiers: Set<UUIDv7> = []
        for hit in try Lookup.find(db, .careByProvider, key: .id(provider), limit: most) {
            if let dossier = try PartialRecord.find(db, number: hit.record, .none)?.dossier, dossier != except { dossiers.insert(dossier) }
        }
        return try dossiers.count { dossier in
            let papers = try PartialRecord.all(db, dossier: dossier, kinds: ["placement", "placement_move"], choice)
            return papers.contains { holds($0) && self.provider(of: $0, papers) == provider }
        }
    }

    static func holds(_ record: PartialRecord) -> Bool {
        record.kind == "placement" && [PlacementStatus.granted, .active, .arranged].map(\.rawValue).contains(record.status)
    }

    /// Where the last move led; without one what the placement names. A move to somebody who is not in the directory leads away.
    private static func provider(of placement: PartialRecord, _ papers: [PartialRecord]) -> UUIDv7? {
        let moves = papers.filter { paper in
            paper.kind == "placement_move" && (paper.fields["placement"]?.identifier.map { $0 == placement.id } ?? true)
        }
        let last = moves.max { (day($0), $0.id) < (day($1), $1.id) }
        return (last ?? placement).fields["provider"]?.identifier
    }

    private static func day(_ move: PartialRecord) -> String { move.fields["moved_on"]?.text ?? "" }
}
