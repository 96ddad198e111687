/// Why a form cannot be filled in; the reader of forms names such faults before a form is published.
struct FormProblem: Error {
    /// The field or group whose rule is at fault, and the column.
    let field: Text
    let column: Text
    let error: ExpressionError
}

/// A form as a session works with it: its nodes, its rules in the order they are to be worked out, its lists.
/// Read from the compiled form that `FormJSON` writes, natively and in the browser alike.
struct CompiledForm {
    enum Kind { case field, group, repeated }

    /// How an answer is checked.
    enum AnswerType { case text, integer, decimal, date, partialDate, time, dateTime, one, many }

    struct Definition {
        let name: Text
        let kind: Kind
        /// The group around it; nothing for the form itself, which is number 0.
        let parent: Int?
        var type = AnswerType.text
        var list: Text?
        var orOther = false
        var isReadOnly = false
        var isRequired = false
        var isRetired = false
        var longest: Int?
        var initial: Text?
        var initialRule: Expression?
        var autofill: Text?
        var children: [Int] = []
        /// Rules of this definition, as numbers in `rules`.
        var rules: [Int] = []
    }

    struct Option {
        let value: Text
        let labels: [(language: Text, text: Text)]
        /// Further columns, for choice filters.
        let columns: [(name: Text, value: Text)]
        let isRetired: Bool
    }

    static let most = (definitions: 5_000, options: 100_000)

    var definitions: [Definition] = []
    private var byName = TextTable()
    private var lists: [[Option]] = []
    private(set) var listPlaces = TextTable()
    private(set) var languages: [Text] = []
    private(set) var checkDigits: [(name: Text, rule: CheckDigitRule)] = []
    private(set) var version = Text()
    var rules: [FormRule] = []

    /// A form of nothing.
    init() {
        definitions.append(Definition(name: "data", kind: .group, parent: nil))
    }

    /// Throws the first rule that cannot be read, or a circle of rules with the fields on it.
    init(_ json: JSONValue) throws(FormProblem) {
        self.init()
        if case .number(let number)? = json["version"] { version = number } else { version = json["version"]?.text ?? "" }
        for code in json["languages"]?.array ?? [] { languages.append(code.text ?? "") }
        try readGroups(json["groups"]?.array ?? [])
        for field in json["fields"]?.array ?? [] { try readField(field) }
        readLists(json["lists"]?.members ?? [])
        for member in json["checkDigits"]?.members ?? [] {
            if let rule = CheckDigitRule(member.value) { checkDigits.append((name: member.key, rule: rule)) }
        }
        try order()
    }

    private mutating func readGroups(_ groups: [JSONValue]) throws(FormProblem) {
        for group in groups {
            let name = group["name"]?.text ?? ""
            let isRepeated = group["repeat"]?.isTrue ?? false
            let parent = group["parent"]?.text.flatMap { byName.value($0) } ?? 0
            let number = try add(Definition(name: name, kind: isRepeated ? .repeated : .group, parent: parent))
            try rule(.relevant, group["relevant"], number)
            if isRepeated { try rule(.repeatCount, group["repeatCount"], number) }
        }
    }

    private mutating func add(_ definition: Definition) throws(FormProblem) -> Int {
        guard definitions.count < CompiledForm.most.definitions, !byName.contains(definition.name) else {
            throw FormProblem(field: definition.name, column: "name", error: ExpressionError(.unsupported, text: definition.name))
        }
        definitions.append(definition)
        let number = definitions.count - 1
        byName.set(definition.name, number)
        definitions[definition.parent ?? 0].children.append(number)
        return number
    }

    private mutating func readField(_ json: JSONValue) throws(FormProblem) {
        let name = json["name"]?.text ?? ""
        let group = json["group"]?.text.flatMap { byName.value($0) } ?? 0
        var field = Definition(name: name, kind: .field, parent: group)
        field.type = CompiledForm.type(json["type"]?.text ?? "")
        for word in (json["appearance"]?.text ?? "").words where field.type == .text && word == "edtf" { field.type = .partialDate }
        field.list = json["list"]?.text
        field.orOther = json["orOther"]?.isTrue ?? false
        field.isReadOnly = json["readOnly"]?.isTrue ?? false
        field.isRequired = json["required"]?.isTrue ?? false
        field.isRetired = json["retired"]?.isTrue ?? false
        field.autofill = json["autofill"]?.text
        for word in (json["parameters"]?.text ?? "").words where word.hasPrefix("maxlength=") {
            field.longest = word.dropping(10).int
        }
        if let initial = json["default"]?.text {
            if let dynamic = CompiledForm.dynamic(initial) { field.initialRule = dynamic } else { field.initial = initial }
        }
        let number = try add(field)
        try rule(.relevant, json["relevant"], number)
        try rule(.required, json["requiredIf"], number)
        try rule(.readOnly, json["readOnlyIf"], number)
        try rule(.constraint, json["constraint"], number)
        try rule(.calculation, json["calculation"], number, trigger: json["trigger"]?.text)
        if field.list != nil { try rule(.choices, json["choiceFilter"], number) }
    }

    /// A default is worked out when it names a field or calls a function; otherwise it is the text itself.
    private static func dynamic(_ text: Text) -> Expression? {
        do {
            let expression = try Expression.parse(text)
            return expression.hasReferences || expression.hasCalls ? expression : nil
        } catch {
            return nil
        }
    }

    private mutating func rule(_ kind: FormRule.Kind, _ text: JSONValue?, _ owner: Int, trigger: Text? = nil)
        throws(FormProblem) {
        guard let text = text?.text, !text.trimmed.isEmpty else { return }
        do throws(ExpressionError) {
            let expression = try Expression.parse(text)
            if let problem = expression.problems.first { throw problem }
            var rule = FormRule(kind: kind, owner: owner, expression: expression)
            rule.triggers = (trigger ?? "").words.map { CompiledForm.bare($0) }
            definitions[owner].rules.append(rules.count)
            rules.append(rule)
        } catch {
            throw FormProblem(field: definitions[owner].name, column: kind.label, error: error)
        }
    }

    /// `${name}` or `name`, with a comma behind it or not.
    private static func bare(_ word: Text) -> Text {
        var bare = Text()
        for byte in word.utf8 where byte != 0x24 && byte != 0x7B && byte != 0x7D && byte != 0x2C { bare.utf8.append(byte) }
        return bare
    }

    private mutating func readLists(_ members: [(key: Text, value: JSONValue)]) {
        var total = 0
        for member in members {
            var options: [Option] = []
            for option in member.value.array ?? [] where total < CompiledForm.most.options {
                total += 1
                var labels: [(language: Text, text: Text)] = []
                for label in option["label"]?.members ?? [] { labels.append((label.key, label.value.text ?? "")) }
                var columns: [(name: Text, value: Text)] = []
                for column in option["columns"]?.members ?? [] { columns.append((column.key, column.value.text ?? "")) }
                options.append(Option(value: option["value"]?.text ?? "", labels: labels, columns: columns,
                                      isRetired: option["retired"]?.isTrue ?? false))
            }
            if listPlaces.set(member.key, lists.count) { lists.append(options) } else { lists[lists.count - 1] = options }
        }
    }

    private static func type(_ name: Text) -> AnswerType {
        let names: [(Text, AnswerType)] = [
            ("integer", .integer), ("decimal", .decimal), ("date", .date), ("today", .date), ("time", .time),
            ("dateTime", .dateTime), ("start", .dateTime), ("end", .dateTime), ("select_one", .one),
            ("select_multiple", .many),
        ]
        for (known, type) in names where known == name { return type }
        return .text
    }

    // MARK: Looking around

    func number(_ name: Text) -> Int? { byName.value(name) }

    var listNames: [Text] { listPlaces.keys }

    func options(_ list: Text) -> [Option] {
        listPlaces.value(list).map { lists[$0] } ?? []
    }

    /// From the form down to the definition, without the form itself.
    func path(_ number: Int) -> [Int] {
        var chain: [Int] = []
        var at = number
        while at != 0 {
            chain.append(at)
            at = definitions[at].parent ?? 0
        }
        return chain.reversed()
    }

    /// The definition and everything below it.
    func below(_ number: Int) -> [Int] {
        var found = [number]
        var at = 0
        while at < found.count {
            found += definitions[found[at]].children
            at += 1
        }
        return found
    }

    func child(_ name: Text, of number: Int) -> Int? {
        for child in definitions[number].children where definitions[child].name == name { return child }
        return nil
    }
}
