import Foundations
import GRDB
import GRDBSQLite
import Synchronization

/// What a walk over every page found.
public struct PageReport: Sendable, Codable, Equatable {
    public struct Damaged: Sendable, Codable, Equatable {
        public let page: UInt32
        public let damage: PageDamage
    }
    public var pages = 0
    public var damaged: [Damaged] = []
    public var isSound: Bool { damaged.isEmpty }
}

/// Opens pages one by one through the VFS, free pages too: SQLite's own check does not look at those.
enum PageWalk {
    /// Never used by SQLite (the byte at 1 GiB is where locks lie), so it may hold anything.
    static let lockPage = UInt32((1 << 30) / 4096 + 1)

    static func opens(_ database: RawDatabase, page: UInt32) throws(VaultError) -> Bool {
        let file = try pointer(database.handle)
        return withBuffer { read(file, page, $0) == SQLITE_OK }
    }

    static func damaged(_ database: RawDatabase) throws(VaultError) -> [UInt32] {
        let file = try pointer(database.handle)
        let pages = count(file)
        return withBuffer { buffer in
            (0..<pages).map { UInt32($0 + 1) }.filter { $0 != lockPage && read(file, $0, buffer) != SQLITE_OK }
        }
    }

    fileprivate static func pointer(_ connection: OpaquePointer?) throws(VaultError) -> UnsafeMutablePointer<sqlite3_file> {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let file, file.pointee.pMethods != nil else {
            throw VaultError(.sqlite(code, "no database file"))
        }
        return file
    }

    fileprivate static func count(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int {
        var size: sqlite3_int64 = 0
        _ = vaultFileSize(file, &size)
        return Int((size + 4095) / 4096)
    }

    fileprivate static func read(_ file: UnsafeMutablePointer<sqlite3_file>, _ page: UInt32,
                                 _ buffer: UnsafeMutableRawPointer) -> Int32 {
        vaultRead(file, buffer, 4096, Int64(page - 1) * 4096)
    }

    fileprivate static func withBuffer<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 64) { buffer in
            defer { buffer.initializeMemory(as: UInt8.self, repeating: 0) }
            guard let base = buffer.baseAddress else { fatalError("no memory for a page") }
            return body(base)
        }
    }
}

extension VaultStore {
    /// Reads and authenticates every page of the database file, in slices of 512 pages between which others may write.
    /// `progress` gets pages done and pages in all. Damage is reported, not thrown.
    public func verifyPages(progress: (Int, Int) -> Void = { _, _ in }) throws(VaultError) -> PageReport {
        var report = PageReport()
        try? checkpointTruncate()
        var next = 0
        var total = 1
        while next < total {
            let slice = try faults { try database.writeWithoutTransaction { try self.walk($0, from: next) } }
            report.damaged += slice.damaged
            total = slice.total
            next = min(total, next + 512)
            progress(next, total)
        }
        report.pages = total
        return report
    }

    private func walk(_ database: Database, from first: Int) throws -> (damaged: [PageReport.Damaged], total: Int) {
        let file = try PageWalk.pointer(database.sqliteConnection)
        let total = PageWalk.count(file)
        forgetReadAhead(vaultFile(file))
        let damaged = PageWalk.withBuffer { buffer in
            (first..<max(first, min(total, first + 512))).compactMap { index -> PageReport.Damaged? in
                let page = UInt32(index + 1)
                guard page != PageWalk.lockPage, PageWalk.read(file, page, buffer) != SQLITE_OK else { return nil }
                if case .pageDamaged(_, page, let damage) = core.state.takeFault() {
                    return PageReport.Damaged(page: page, damage: damage)
                }
                return PageReport.Damaged(page: page, damage: .unreadable)
            }
        }
        return (damaged, total)
    }
}
