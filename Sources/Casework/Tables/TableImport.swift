public import Access
import FormEngine
import Foundations
import Journal
import Workbook

extension Desk {
    /// Records that are kept together; a cut between two such saves leaves whole ones.
    static let tableSlice = 100

    /// Reads an uploaded table and holds it against the records as they stand. Writes nothing. Blocks: up to some seconds
    /// for the largest tables, on a stack that takes what nested forms need.
    /// - Parameter bytes: an .xlsx workbook or CSV.
    /// - Throws: `CaseworkError.notFound` where this person can import no such table; `TableRefused` for a file that
    ///   cannot be read. What is wrong inside stands in the plan.
    public func checkTable(_ bytes: [UInt8], form: String, places: PlaceBook, by author: Author, standing: Standing) throws -> TablePlan {
        guard let shape = TableShape(form, in: forms), standing.mayEver(.create, form) || standing.mayEver(.edit, form) else {
            throw CaseworkError(.notFound)
        }
        let source = try TableSource(bytes, shape)
        return try read { db in
            var judge = TableJudge(db, self, shape, source, author, standing, places)
            return try judge.judge()
        }
    }

    /// Writes what a plan says, in saves of `tableSlice` records that are judged like any other. Ids follow from what is
    /// written, so whoever repeats an import that was cut off writes nothing twice: check the same file again, import again.
    /// - Parameter goesOn: asked before each save; what is `left` then waits for the next time.
    /// - Throws: `TableRefused.faults` for a plan with errors; what `save` throws, and then what was saved before stays.
    public func importTable(_ plan: TablePlan, by author: Author, standing: Standing, goesOn: @Sendable () -> Bool = { true }) async throws -> TableImported {
        guard plan.accepted else { throw TableRefused(.faults(plan.counts.refused)) }
        var done = TableImported()
        done.left = plan.entries.count
        var start = 0
        while start < plan.entries.count, start == 0 || goesOn() {
            let slice = Array(plan.entries[start..<min(start + Self.tableSlice, plan.entries.count)])
            guard let id = UUIDv7.derived(from: digest(Array("kinbox table save ".utf8) + slice.flatMap(\.id.bytes))) else { break }
            _ = try await save(AuthoredSave(id: id, entries: slice, at: time.now()), by: author, standing: standing)
            done.new += slice.count { $0.op == .create }
            done.changed += slice.count { $0.op != .create }
            done.left -= slice.count
            start += slice.count
        }
        return done
    }
}
