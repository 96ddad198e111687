import CWorkbook

/// Walks through an XML text and tells a listener what it meets. Document types are refused, so that no entity can be
/// declared; depth and the length of one text are bounded.
final class XMLScan {
    /// Names come without their namespace prefix: `x:row` is `row`.
    typealias Start = (_ name: String, _ attributes: Attributes) -> WorkbookFault.Code?
    typealias End = (_ name: String) -> WorkbookFault.Code?

    struct Attributes {
        fileprivate let list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

        /// By full name, or by its part behind the prefix: `r:id` is found as `id` when no plain `id` is there.
        subscript(_ name: String) -> String? {
            var byLocal: String?
            guard var next = list else { return nil }
            while let key = next.pointee, let value = next.advanced(by: 1).pointee {
                let title = String(cString: key)
                if title == name { return String(cString: value) }
                if byLocal == nil, XMLScan.local(title) == name { byLocal = String(cString: value) }
                next = next.advanced(by: 2)
            }
            return byLocal
        }
    }

    private let part: String
    private let limits: WorkbookLimits
    private let start: Start
    private let end: End
    private var parser: XML_Parser?
    private var stop: WorkbookFault.Code?
    private var depth = 0
    /// The characters since the last tag; a listener that wants them sets `gathers`.
    var text: [UInt8] = []
    var gathers = false

    private init(_ part: String, _ limits: WorkbookLimits, _ start: @escaping Start, _ end: @escaping End) {
        self.part = part
        self.limits = limits
        self.start = start
        self.end = end
    }

    /// `body` gets the scan, to switch gathering on and off, and returns the two listeners.
    static func run(_ bytes: [UInt8], part: String, limits: WorkbookLimits,
                    _ body: (Box) -> (start: Start, end: End)) throws(WorkbookFault) {
        let box = Box()
        let listeners = body(box)
        let scan = XMLScan(part, limits, listeners.start, listeners.end)
        box.scan = scan
        defer { box.scan = nil }
        try scan.walk(bytes)
    }

    /// Lets the listeners reach the scan that calls them.
    final class Box {
        fileprivate weak var scan: XMLScan?

        func gather() {
            scan?.text.removeAll(keepingCapacity: true)
            scan?.gathers = true
        }

        /// What was gathered; gathering ends.
        func gathered() -> String {
            guard let scan, scan.gathers else { return "" }
            scan.gathers = false
            return String(decoding: scan.text, as: UTF8.self)
        }
    }

    private func walk(_ bytes: [UInt8]) throws(WorkbookFault) {
        guard let parser = XML_ParserCreate(nil) else { throw WorkbookFault(.badXML, part: part) }
        self.parser = parser
        defer { XML_ParserFree(parser); self.parser = nil }
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(parser, { data, name, attributes in
            guard let data, let name else { return }
            Unmanaged<XMLScan>.fromOpaque(data).takeUnretainedValue().opened(name, attributes)
        }, { data, name in
            guard let data, let name else { return }
            Unmanaged<XMLScan>.fromOpaque(data).takeUnretainedValue().closed(name)
        })
        XML_SetCharacterDataHandler(parser) { data, characters, count in
            guard let data, let characters else { return }
            Unmanaged<XMLScan>.fromOpaque(data).takeUnretainedValue().characters(characters, Int(count))
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            guard let data else { return }
            Unmanaged<XMLScan>.fromOpaque(data).takeUnretainedValue().halt(.forbiddenXML)
        }
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count), 1)
        }
        if let stop { throw WorkbookFault(stop, part: part) }
        guard status == XML_STATUS_OK else { throw WorkbookFault(.badXML, part: part) }
    }

    private func halt(_ code: WorkbookFault.Code) {
        guard stop == nil else { return }
        stop = code
        if let parser { XML_StopParser(parser, XML_Bool(0)) }
    }

    private func opened(_ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard stop == nil else { return }
        depth += 1
        if depth > limits.depth { return halt(.badXML) }
        if let code = start(XMLScan.local(String(cString: name)), Attributes(list: attributes)) { halt(code) }
    }

    private func closed(_ name: UnsafePointer<XML_Char>) {
        guard stop == nil else { return }
        depth -= 1
        if let code = end(XMLScan.local(String(cString: name))) { halt(code) }
    }

    private func characters(_ bytes: UnsafePointer<XML_Char>, _ count: Int) {
        guard gathers, stop == nil else { return }
        text.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        if text.count > limits.cellBytes { halt(.cellTooLong) }
    }

    fileprivate static func local(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: 0x3A) else { return name }
        return String(name[name.index(after: colon)...])
    }
}
