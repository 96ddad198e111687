/// Which answers of a dossier somebody who is asked for a service gets to see (`assets/standard/share_templates.csv`): what
/// stands under `*`, and what the service adds. A template narrows what a role may see; it never opens a class of answers.
public struct ShareTemplates: Sendable, Equatable {
    /// Forms of which a template names questions.
    public static let forms: Set<String> = ["child", "case", "referral"]
    static let columns = ["service", "form", "fields"]

    private let common: [String: Set<String>]
    private let services: [String: [String: Set<String>]]

    /// The table of a spreadsheet, header first.
    /// - Throws: `SharingFault` with every wrong cell at once.
    public init(cells: [[String]]) throws(SharingFault) {
        var file = SharingFile("share_templates.csv", cells, columns: Self.columns)
        var services: [String: [String: Set<String>]] = [:]
        for row in file.rows {
            let service = row["service"], form = row["form"]
            if service != "*", !Self.isCode(service) { file.fault(row, "service", service.isEmpty ? "missing" : "bad-code", service) }
            if !Self.forms.contains(form) { file.fault(row, "form", "unknown-form", form) }
            let fields = file.list(row, "fields")
            if fields.isEmpty { file.fault(row, "fields", "missing") }
            for field in fields where !Self.isCode(field) { file.fault(row, "fields", "bad-code", field) }
            if services[service]?[form] != nil { file.fault(row, "service", "repeated", service) }
            services[service, default: [:]][form] = Set(fields)
        }
        try file.finish()
        common = services.removeValue(forKey: "*") ?? [:]
        self.services = services
    }

    /// Questions of a form that are shared for a service; for one that no row names, what everybody gets.
    public func fields(of form: String, for service: String?) -> Set<String> {
        (common[form] ?? []).union(service.flatMap { services[$0]?[form] } ?? [])
    }

    /// Services that rows name, sorted.
    public var named: [String] { services.keys.sorted() }

    /// Questions that rows name and a form does not have, as `form.question`, sorted.
    public func unknown(in questions: [String: Set<String>]) -> [String] {
        let all = [common] + services.values
        return Set(all.flatMap { rows in rows.flatMap { form, fields in fields.subtracting(questions[form] ?? []).map { "\(form).\($0)" } } }).sorted()
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 60 && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
