import Foundations
import GRDB

/// The trees of the database itself: every page has one place, rows lie in order, and every index says what its table says.
/// Damage that each page's seal passes (a disk that forgot writes puts back pages of another day) shows here.
enum StructureCheck {
    /// Reports what SQLite finds, at most a hundred lines.
    static func run(_ db: Database, _ report: inout VerifyReport) throws {
        let query = try Query(db, "PRAGMA integrity_check(100)")
        while try query.step() {
            let line = query.text(0) ?? ""
            if line != "ok" { report.fault("structure-damaged", line) }
        }
    }
}
