import CWorkbook
import Foundation
@testable import Workbook

/// Makes zip archives by hand, also wrong ones.
struct HandMadeZip {
    struct Entry {
        var name: String
        var content: [UInt8]
        /// What the directory claims; the true size when nil.
        var claimed: Int?
        var flags = 0
    }

    var entries: [Entry] = []

    init(_ entries: [Entry]) { self.entries = entries }

    /// Entries are stored, not deflated, unless `deflated` gives their packed bytes.
    func bytes(deflated: [String: [UInt8]] = [:]) -> [UInt8] {
        var out: [UInt8] = [], directory: [UInt8] = []
        func put(_ value: Int, _ count: Int, _ to: inout [UInt8]) { for i in 0..<count { to.append(UInt8(truncatingIfNeeded: value >> (8 * i))) } }
        for entry in entries {
            let packed = deflated[entry.name] ?? entry.content
            let start = out.count
            var common: [UInt8] = []
            put(20, 2, &common); put(entry.flags, 2, &common); put(deflated[entry.name] == nil ? 0 : 8, 2, &common); put(0, 4, &common)
            put(Int(ZipReader.checksum(entry.content)), 4, &common); put(packed.count, 4, &common)
            put(entry.claimed ?? entry.content.count, 4, &common); put(entry.name.utf8.count, 2, &common); put(0, 2, &common)
            put(0x0403_4B50, 4, &out); out += common; out += Array(entry.name.utf8); out += packed
            put(0x0201_4B50, 4, &directory); put(20, 2, &directory); directory += common
            for _ in 0..<10 { directory.append(0) }
            put(start, 4, &directory); directory += Array(entry.name.utf8)
        }
        let start = out.count
        out += directory
        put(0x0605_4B50, 4, &out); put(0, 4, &out); put(entries.count, 2, &out); put(entries.count, 2, &out)
        put(directory.count, 4, &out); put(start, 4, &out); put(0, 2, &out)
        return out
    }
}

/// A workbook whose only sheet is this XML.
func package(sheet: String, shared: String? = nil, styles: String? = nil, book: String? = nil, more: [HandMadeZip.Entry] = []) -> [UInt8] {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var links = "<Relationship Id='r1' Type='\(office)/worksheet' Target='worksheets/sheet1.xml'/>"
    var entries: [HandMadeZip.Entry] = []
    func add(_ name: String, _ text: String) { entries.append(HandMadeZip.Entry(name: name, content: Array(text.utf8))) }
    if let shared { links += "<Relationship Id='r2' Type='\(office)/sharedStrings' Target='sharedStrings.xml'/>"; add("xl/sharedStrings.xml", shared) }
    if let styles { links += "<Relationship Id='r3' Type='\(office)/styles' Target='/xl/styles.xml'/>"; add("xl/styles.xml", styles) }
    add("_rels/.rels", "<Relationships><Relationship Id='a' Type='\(office)/officeDocument' Target='xl/workbook.xml'/></Relationships>")
    add("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>")
    add("xl/workbook.xml", book ?? "<workbook xmlns:r='\(office)'><sheets><sheet name='survey' sheetId='1' r:id='r1'/></sheets></workbook>")
    add("xl/worksheets/sheet1.xml", sheet)
    return HandMadeZip(entries + more).bytes()
}

func texts(_ sheet: Sheet?) -> [[String]] { (sheet?.rows ?? []).map { $0.cells.map(\.text) } }

func fault(_ body: () throws -> Void) -> WorkbookFault.Code? {
    do { try body() } catch { return (error as? WorkbookFault)?.reason }
    return nil
}
