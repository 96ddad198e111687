import Casework
import Foundations
import Workbook
import XLSForm

/// A code list as a file for people. What looks like a formula is made harmless by the writers.
public enum ListFile {
    static func xlsx(_ table: CodeTable, name: String) throws -> [UInt8] { try table.workbook(named: name).xlsx() }

    /// With a byte-order mark: without it Excel takes the file for the letters of another century.
    static func csv(_ table: CodeTable, name: String) throws -> [UInt8] { [0xEF, 0xBB, 0xBF] + Array(table.sheet(named: name).csv().utf8) }

    /// The list in use at a site; a name ending in `.csv` decides for CSV, anything else for .xlsx.
    public static func bytes(of name: String, for target: String, at site: OpenSite) throws -> [UInt8] {
        guard let list = StandardList.named(name) else { throw CaseworkError(.notFound) }
        let table = try ListsInUse.table(of: list, at: site)
        return target.lowercased().hasSuffix(".csv") ? try csv(table, name: name) : try xlsx(table, name: name)
    }
}
