import FormEngine

/// One table in a file of its own: what code lists and places are kept and exchanged in.
extension Workbook {
    /// Reads a table by what the file contains: an .xlsx workbook, or one sheet as CSV, packed or not.
    /// - Parameter name: the sheet's name where the file gives none.
    public static func table(_ bytes: [UInt8], name: String, limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        guard bytes.count <= limits.bytes else { throw WorkbookFault(.tooLarge) }
        guard bytes.starts(with: [0x50, 0x4B]) else {
            if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw WorkbookFault(.oldExcel) }
            guard !bytes.contains(0), !bytes.isEmpty else { throw WorkbookFault(.unknownFormat) }
            return Workbook(sheets: [try sheet(csv: bytes, name: name, limits: limits)])
        }
        var zip = try ZipReader(bytes, limits: limits)
        guard !zip.has("[Content_Types].xml"), zip.entries.count == 1, let entry = zip.entries.keys.first, entry.hasSuffix(".csv"),
              let text = try zip.read(entry) else { return try xlsx(bytes, limits: limits) }
        // What Kinbox packed has commas, whatever stands in its header.
        let made = Sheet(name: String(entry.dropLast(4)), texts: try rows(text, part: name, limits, separator: 0x2C))
        guard made.rows.reduce(0, { $0 + $1.cells.count }) <= limits.cells else { throw WorkbookFault(.tooManyCells, part: name) }
        return Workbook(sheets: [made])
    }

    /// The first sheet as packed CSV: what a table is kept as. A third of the .xlsx, and read at each start in a tenth of the time.
    public func packedTable() throws(WorkbookFault) -> [UInt8] {
        guard let sheet = sheets.first else { throw WorkbookFault(.noSheets) }
        var zip = ZipWriter()
        try zip.add(XLSXText.safeName(sheet.name) + ".csv", Array(sheet.csv().utf8))
        return zip.finish()
    }
}
