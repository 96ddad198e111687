public enum CheckExtent: Sendable {
    /// All answers of a record are given: a required one that is missing is a fault.
    case whole
    /// Only what changed is given: these answers can be at fault, and others whose rules no longer hold because of them.
    case change
}

/// What the box makes of answers that were sent to it.
public struct FormVerdict: Sendable, Equatable {
    /// In the order of the form, unknown fields last by name.
    public let faults: [FieldFault]
    /// Calculated fields that the form works out differently from what was sent, or what is stored where nothing was;
    /// `null` where the result is blank. Of a repeat the whole list.
    public let calculated: [String: FormAnswer]

    public init(faults: [FieldFault], calculated: [String: FormAnswer]) {
        self.faults = faults
        self.calculated = calculated
    }
}

extension FormDefinition {
    /// Judges answers by the form's rules, with the same session that the browser fills the form in with: relevance,
    /// required, constraints, filtered choices, calculations, repeats.
    ///
    /// `stored` is what the record holds already; for whoever may not see all of it, only what they see, so that no
    /// fault tells them about the rest. A field that is hidden has no fault and keeps its answer. A rule that needs
    /// what only the browser has at hand (tables of other records) or that can't be worked out refuses nothing, and a
    /// calculation with chance or the clock in it is taken as it was sent.
    ///
    /// - Parameters:
    ///   - work: what the rules may cost, for all that is judged with it. Where it does not last, that is the only fault.
    ///   - mayAnswer: of the fields that were not sent, which can be at fault: nobody is asked for what they may not answer.
    public func judge(_ answers: [String: FormAnswer], stored: [String: FormAnswer] = [:], _ extent: CheckExtent,
                      _ surroundings: SessionSurroundings, work: FormWork = FormWork(),
                      mayAnswer: (String) -> Bool = { _ in true }) -> FormVerdict {
        var shape = ShapeCheck(self)
        shape.check(answers, stored: stored)
        var record = stored
        for (name, answer) in answers { record[name] = answer }
        let broken = Set(shape.faults.map { $0.field })
        // A repeat without bounds is not worked with; a field of the wrong shape is just one more wrong text.
        for name in broken where entries().contains(where: { $0.name == name && $0.isRepeat }) { record[name] = nil }
        var judge = FormJudge(session: settled(record, surroundings, work), record: record)
        if extent == .whole {
            judge.find(but: broken) { _ in true }
        } else {
            // What is sent again as it is stored was judged when it came.
            let changed = Set(answers.keys.filter { answers[$0] != stored[$0] })
            judge.find(but: broken) { changed.contains($0) }
            // What follows from an answer of the wrong shape says nothing.
            var others = FormJudge(session: judge.session, record: record)
            if shape.faults.isEmpty { others.find(but: [], isAnswered: false) { !changed.contains($0) && mayAnswer($0) } }
            if !others.faults.isEmpty {
                // Nobody is kept from a change by what was wrong before it.
                var before = FormJudge(session: settled(stored, surroundings, work), record: stored)
                before.find(but: [], isAnswered: false) { !changed.contains($0) }
                judge.add(others.faults.filter { !before.faults.contains($0) })
            }
        }
        judge.calculate(sent: answers, extent)
        if let rule = work.stopped {
            return FormVerdict(faults: [FieldFault(field: rule.string, code: .tooMuchWork)], calculated: [:])
        }
        return FormVerdict(faults: inOrder(shape.faults + judge.faults), calculated: judge.calculated)
    }

    private func settled(_ record: [String: FormAnswer], _ surroundings: SessionSurroundings, _ work: FormWork) -> FormSession {
        let session = FormSession(form: compiled, surroundings: surroundings, work: work)
        session.leavesUncertain = true
        session.open(JSONValue(record), known: [], isNew: false)
        return session
    }

    private func inOrder(_ faults: [FieldFault]) -> [FieldFault] {
        if faults.count < 2 { return faults }
        var places: [String: Int] = [:]
        for (place, entry) in entries().enumerated() { places[entry.name] = place }
        let ranked = faults.enumerated().map { (place, fault) in
            (rank: places[String(fault.field.prefix { $0 != "[" })] ?? Int.max, place: place, fault: fault)
        }
        return ranked.sorted { $0.rank != $1.rank ? $0.rank < $1.rank : $0.place < $1.place }.map { $0.fault }
    }
}

extension FormEntry {
    var isRepeat: Bool { if case .repeated = self { true } else { false } }
}

/// Reads a settled session: what is wrong in it, and what it calculated.
private struct FormJudge {
    let session: FormSession
    let record: [String: FormAnswer]
    private(set) var faults: [FieldFault] = []
    private(set) var calculated: [String: FormAnswer] = [:]

    init(session: FormSession, record: [String: FormAnswer]) {
        self.session = session
        self.record = record
    }

    // MARK: Faults

    mutating func add(_ more: [FieldFault]) { faults += more }

    /// `among` says which entries of the record can be at fault. What is among `broken` was told. `isAnswered` where somebody
    /// gave these answers: that a calculation of others does not fit its type is no fault of theirs.
    mutating func find(but broken: Set<String>, isAnswered: Bool = true, among isMeant: (String) -> Bool) {
        let form = session.form
        for number in form.definitions.indices where form.definitions[number].kind == .field {
            guard isMeant(entry(number)), isSure(number) else { continue }
            for node in session.nodesOf[number] {
                guard let fault = session.states[Int(node)].fault, let code = code(fault) else { continue }
                if !isAnswered, code != .constraint, code != .required, form.isCalculated(number) { continue }
                let path = path(node)
                if !broken.contains(path) { faults.append(FieldFault(field: path, code: code)) }
            }
        }
    }

    private func code(_ fault: FormSession.Fault) -> FieldFault.Code? {
        switch fault {
        case .required: .required
        case .constraint: .constraint
        case .type: .type
        case .choice: .choice
        case .length: .length
        case .rule: nil
        }
    }

    /// Whether everything that decides about the field's faults is known here.
    private func isSure(_ number: Int) -> Bool {
        let form = session.form
        for above in form.path(number) {
            for index in form.definitions[above].rules where form.rules[index].reachesOut {
                if above == number || form.rules[index].kind == .relevant { return false }
            }
        }
        return true
    }

    /// What the record stores it under: itself, or the outermost repeat around it.
    private func entry(_ number: Int) -> String {
        let form = session.form
        for above in form.path(number) where form.definitions[above].kind == .repeated { return form.definitions[above].name.string }
        return form.definitions[number].name.string
    }

    /// `person[2].age`
    private func path(_ node: NodeTree.Node) -> String {
        var positions = session.positions(node)[...]
        let number = session.definitionOf[Int(node)]
        var path = ""
        for above in session.form.path(number) where session.form.definitions[above].kind == .repeated {
            path += session.form.definitions[above].name.string + "[" + Text(number: positions.popFirst() ?? 0).string + "]."
        }
        return path + session.form.definitions[number].name.string
    }

    // MARK: Calculations

    /// Only repeats that were sent are written again: another's list is not touched for what it calculates.
    mutating func calculate(sent: [String: FormAnswer], _ extent: CheckExtent) {
        guard let top = session.nodesOf[0].first else { return }
        for number in session.form.calculatedFields where !isRepeated(number) {
            let name = session.form.definitions[number].name.string
            guard let node = session.nodesOf[number].first, let answer = differing(node, number, record[name]) else { continue }
            calculated[name] = answer
        }
        for number in session.form.definitions.indices where session.form.definitions[number].kind == .repeated && outermost(number) {
            let name = session.form.definitions[number].name.string
            guard case .records(let records)? = sent[name], record[name] != nil else { continue }
            let found = corrected(records, number, parent(number, top))
            if found != records { calculated[name] = .records(found) }
        }
    }

    private func isRepeated(_ number: Int) -> Bool {
        session.form.path(number).contains { session.form.definitions[$0].kind == .repeated }
    }

    private func outermost(_ number: Int) -> Bool {
        !session.form.path(number).dropLast().contains { session.form.definitions[$0].kind == .repeated }
    }

    /// The node in which the repetitions of an outermost repeat stand.
    private func parent(_ number: Int, _ top: NodeTree.Node) -> NodeTree.Node {
        var node = top
        for step in session.form.path(number).dropLast() { node = session.childNode(step, of: node) ?? node }
        return node
    }

    /// The result as an answer; nothing when it is the same, or when the field rests because it is not asked.
    private func differing(_ node: NodeTree.Node, _ number: Int, _ answer: FormAnswer?) -> FormAnswer? {
        guard session.isAsked(node) else { return nil }
        let text = session.tree.values[Int(node)]
        if text == FormSession.text(JSONValue(answer ?? .null)) { return nil }
        if text.isEmpty { return .null }
        switch session.form.definitions[number].type {
        case .integer: return Int64(text.string).map { .int($0) } ?? .text(text.string)
        case .decimal: return .decimal(text.string)
        default: return .text(text.string)
        }
    }

    private func corrected(_ records: [[String: FormAnswer]], _ number: Int, _ parent: NodeTree.Node) -> [[String: FormAnswer]] {
        var out = records
        for (place, node) in session.repetitions(number, in: parent).enumerated() where place < out.count {
            correct(&out[place], number, node)
        }
        return out
    }

    private func correct(_ record: inout [String: FormAnswer], _ number: Int, _ node: NodeTree.Node) {
        for child in session.form.definitions[number].children {
            let definition = session.form.definitions[child]
            let name = definition.name.string
            switch definition.kind {
            case .group:
                if let inner = session.childNode(child, of: node) { correct(&record, child, inner) }
            case .repeated:
                if case .records(let inner)? = record[name] { record[name] = .records(corrected(inner, child, node)) }
            case .field:
                guard session.form.isCalculated(child), let inner = session.childNode(child, of: node),
                      let answer = differing(inner, child, record[name]) else { continue }
                record[name] = answer == .null ? nil : answer
            }
        }
    }
}

extension CompiledForm {
    /// Fields whose value a calculation gives without waiting for a trigger.
    var calculatedFields: [Int] { definitions.indices.filter { isCalculated($0) } }

    func isCalculated(_ number: Int) -> Bool {
        definitions[number].rules.contains { rules[$0].kind == .calculation && rules[$0].triggers.isEmpty }
    }
}

extension FormDefinition {
    /// What a record stores that the form works out, wholly or (repeats) in part: it may come back different from how
    /// it was sent.
    public var calculatedEntries: Set<String> {
        var names: Set<String> = []
        for number in compiled.calculatedFields {
            let outer = compiled.path(number).first { compiled.definitions[$0].kind == .repeated }
            names.insert(compiled.definitions[outer ?? number].name.string)
        }
        return names
    }
}

extension JSONValue {
    init(_ answers: [String: FormAnswer]) {
        var members: [(key: Text, value: JSONValue)] = []
        for (name, answer) in answers { members.append((key: Text(name), value: JSONValue(answer))) }
        self = .object(members)
    }

    init(_ answer: FormAnswer) {
        switch answer {
        case .null, .other: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .number(Text(number: int))
        case .decimal(let text), .text(let text): self = .text(Text(text))
        case .list(let values): self = .array(values.map { .text(Text($0)) })
        case .records(let records): self = .array(records.map { JSONValue($0) })
        }
    }
}
