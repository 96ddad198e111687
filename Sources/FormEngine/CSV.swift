/// What a spreadsheet text may cost us. A file beyond a limit is refused, never truncated.
public struct CSVLimits: Sendable {
    public var bytes: Int
    public var rows: Int
    public var columns: Int
    public var cellBytes: Int

    public init(bytes: Int = 4_000_000, rows: Int = 50_000, columns: Int = 200, cellBytes: Int = 32_000) {
        self.bytes = bytes
        self.rows = rows
        self.columns = columns
        self.cellBytes = cellBytes
    }
}

/// Why a CSV text was refused; `row` and `column` count from 1, as a spreadsheet shows them.
public struct CSVFault: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case tooLong = "csv-too-long"
        case tooManyRows = "csv-too-many-rows"
        case tooManyColumns = "csv-too-many-columns"
        case cellTooLong = "csv-cell-too-long"
        case notUTF8 = "csv-not-utf8"
        case controlByte = "csv-control-byte"
        case openQuote = "csv-open-quote"
        case textAfterQuote = "csv-text-after-quote"
        case quoteInsideCell = "csv-quote-inside-cell"
    }

    public let code: Code
    public let row: Int
    public let column: Int
}

/// RFC 4180: comma, double quotes, CRLF or LF (or a lone CR, which old spreadsheets write). A byte-order
/// mark is skipped. Rows may differ in length; a row of nothing is kept as `[""]` so that row numbers stay
/// those a spreadsheet shows. Inside quotes every byte but NUL is allowed.
public enum CSV {
    public static func parse(_ text: String, limits: CSVLimits = CSVLimits()) throws(CSVFault) -> [[String]] {
        try parse(Array(text.utf8), limits: limits)
    }

    /// - Parameter separator: what stands between cells; spreadsheets of many countries write a semicolon.
    public static func parse(_ bytes: [UInt8], limits: CSVLimits = CSVLimits(), separator: UInt8 = 0x2C) throws(CSVFault) -> [[String]] {
        guard bytes.count <= limits.bytes else { throw CSVFault(code: .tooLong, row: 1, column: 1) }
        var reader = Reader(bytes: bytes, limits: limits, separator: separator)
        return try reader.rows()
    }

    private struct Reader {
        let bytes: [UInt8]
        let limits: CSVLimits
        let separator: UInt8
        var at = 0
        var row = 1
        var cells: [String] = []
        var out: [[String]] = []

        mutating func rows() throws(CSVFault) -> [[String]] {
            if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
            while at < bytes.count {
                try cell()
                if at == bytes.count { try endRow(); break }
                let byte = bytes[at]
                at += 1
                if byte == separator {
                    if at == bytes.count { try append([]); try endRow() }
                    continue
                }
                if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
                try endRow()
            }
            return out
        }

        /// Reads one cell and leaves `at` on the separator after it, or at the end.
        private mutating func cell() throws(CSVFault) {
            if bytes[at] == 0x22 { return try quoted() }
            let start = at
            while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D {
                if bytes[at] == 0x22 { throw fault(.quoteInsideCell) }
                if bytes[at] == 0 { throw fault(.controlByte) }
                at += 1
            }
            try append(bytes[start..<at])
        }

        private mutating func quoted() throws(CSVFault) {
            var text: [UInt8] = []
            at += 1
            while true {
                guard at < bytes.count else { throw fault(.openQuote) }
                let byte = bytes[at]
                at += 1
                if byte == 0 { throw fault(.controlByte) }
                if byte == 0x22 {
                    guard at < bytes.count, bytes[at] == 0x22 else { break }
                    at += 1
                }
                text.append(byte)
                if text.count > limits.cellBytes { throw fault(.cellTooLong) }
            }
            if at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D {
                throw fault(.textAfterQuote)
            }
            try append(text[...])
        }

        private mutating func append(_ raw: ArraySlice<UInt8>) throws(CSVFault) {
            guard raw.count <= limits.cellBytes else { throw fault(.cellTooLong) }
            guard cells.count < limits.columns else { throw fault(.tooManyColumns) }
            guard let text = String(validating: raw, as: UTF8.self) else { throw fault(.notUTF8) }
            cells.append(text)
        }

        private mutating func endRow() throws(CSVFault) {
            guard out.count < limits.rows else { throw fault(.tooManyRows) }
            out.append(cells)
            cells = []
            row += 1
        }

        private func fault(_ code: CSVFault.Code) -> CSVFault {
            CSVFault(code: code, row: row, column: cells.count + 1)
        }
    }
}
