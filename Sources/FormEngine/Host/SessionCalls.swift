// Requests about forms being filled in. A session is named by a number; the engine holds a few at a time.
extension Engine {
    static let mostSessions = 8

    func handleSession(_ name: Text, _ request: JSONValue, _ out: inout JSONOut) {
        if name == "open" { return open(request, &out) }
        guard let number = request["session"]?.int, let session = session(number) else { return fail(&out, "no-session") }
        if let now = request["now"]?.double { session.evaluator.surroundings.now = now }
        var positions: [Int] = []
        for position in request["at"]?.array ?? [] { positions.append(position.int ?? 0) }
        let field = request["field"]?.text ?? ""
        if name == "set" {
            guard let node = session.node(field, positions), session.tree.kind(node) == .answer else { return fail(&out, "no-field") }
            session.answer(node, FormSession.text(request["value"] ?? .null))
            tell(session, &out)
        } else if name == "add" {
            guard session.addRepetition(field, positions) else { return fail(&out, "no-repeat") }
            tell(session, &out)
        } else if name == "remove" {
            guard session.removeRepetition(field, positions) else { return fail(&out, "no-repeat") }
            tell(session, &out)
        } else if name == "language" {
            session.language = request["language"]?.text ?? session.language
            done(&out)
        } else if name == "text" {
            guard let node = session.node(field, positions) else { return fail(&out, "no-field") }
            let text = session.filled(request["text"]?.text ?? "", at: node)
            out.object { out in out.key("text"); out.string(text) }
        } else if name == "state" {
            for nodes in session.nodesOf { for node in nodes { session.note(node) } }
            tell(session, &out)
        } else if name == "answers" {
            out.object { out in
                out.key("answers")
                session.write(&out)
            }
        } else if name == "close" {
            close(number)
            done(&out)
        } else {
            fail(&out, "unknown-request")
        }
    }

    /// `{form, answers?, known?, tables?, new?, now, zone, entropy, properties, language?}` → `{session, …}` and the
    /// whole state; or `{error, field, column, …}` when a rule of the form is at fault.
    private func open(_ request: JSONValue, _ out: inout JSONOut) {
        do {
            let form = try CompiledForm(request["form"] ?? .null)
            let session = FormSession(form: form, surroundings: Engine.surroundings(request))
            if let language = request["language"]?.text { session.language = language }
            for table in request["tables"]?.members ?? [] {
                var rows: [[(column: Text, value: Text)]] = []
                for row in table.value.array ?? [] {
                    var cells: [(column: Text, value: Text)] = []
                    for cell in row.members ?? [] { cells.append((cell.key, FormSession.text(cell.value))) }
                    rows.append(cells)
                }
                session.addTable(table.key, rows)
            }
            var known: [(key: Text, value: Text)] = []
            for member in request["known"]?.members ?? [] { known.append((member.key, FormSession.text(member.value))) }
            session.open(request["answers"] ?? .null, known: known, isNew: request["new"]?.isTrue ?? false)
            let number = keep(session)
            out.object { out in
                out.key("session"); out.number(number)
                writeChanges(session, &out)
            }
        } catch {
            out.object { out in
                out.key("error"); out.string(error.error.code.label)
                out.key("field"); out.string(error.field)
                out.key("column"); out.string(error.column)
                out.key("offset"); out.number(error.error.offset)
                out.key("text"); out.string(error.error.piece)
                out.optional("suggestion", error.error.hint)
            }
        }
    }

    private func tell(_ session: FormSession, _ out: inout JSONOut) {
        out.object { out in writeChanges(session, &out) }
    }

    /// Every field whose state changed since the last time, in the order of the form.
    private func writeChanges(_ session: FormSession, _ out: inout JSONOut) {
        let nodes = session.takeChanges()
        out.key("changes")
        out.open(0x5B)
        for node in nodes { session.write(node, &out) }
        out.close(0x5D)
    }
}

extension FormSession {
    /// What changed, in the order of the form and of the repetitions; groups that are asked or not any more included.
    func takeChanges() -> [Node] {
        var nodes: [Node] = []
        for number in 1..<max(1, nodesOf.count) {
            for node in nodesOf[number] where isChanged[Int(node)] { nodes.append(node) }
        }
        for node in changed { isChanged[Int(node)] = false }
        changed = []
        return nodes
    }

    func write(_ node: Node, _ out: inout JSONOut) {
        let definition = form.definitions[definitionOf[Int(node)]]
        let state = states[Int(node)]
        out.object { out in
            out.key("field"); out.string(definition.name)
            let positions = positions(node)
            if !positions.isEmpty {
                out.key("at")
                out.open(0x5B)
                for position in positions { out.number(position) }
                out.close(0x5D)
            }
            if definition.kind == .field {
                out.key("value"); out.string(tree.values[Int(node)])
                out.flag("required", state.isRequired)
                out.flag("readOnly", state.isReadOnly)
                if let fault = state.fault { out.key("fault"); out.string(fault.label) }
                if !state.source.isEmpty { out.key("from"); out.string(state.source) }
                if let options = state.options, let list = definition.list {
                    out.key("options")
                    out.open(0x5B)
                    for place in options { out.string(form.options(list)[place].value) }
                    out.close(0x5D)
                    // A name may stand in a list more than once: the rows say which are meant.
                    out.key("rows")
                    out.open(0x5B)
                    for place in options { out.number(place) }
                    out.close(0x5D)
                }
            }
            out.flag("hidden", !isAsked(node))
        }
    }

    /// The record as it is to be stored: every answer that is not blank, those of hidden fields too; repeats as lists.
    func write(_ out: inout JSONOut) {
        out.object { out in
            guard let top = nodesOf[0].first else { return }
            writeInside(0, top, &out)
        }
    }

    private func writeInside(_ number: Int, _ node: Node, _ out: inout JSONOut) {
        for child in form.definitions[number].children {
            let definition = form.definitions[child]
            switch definition.kind {
            case .field:
                guard let inner = childNode(child, of: node) else { continue }
                out.optional(definition.name, tree.values[Int(inner)].isEmpty ? nil : tree.values[Int(inner)])
            case .group:
                if let inner = childNode(child, of: node) { writeInside(child, inner, &out) }
            case .repeated:
                let present = repetitions(child, in: node)
                if present.isEmpty { continue }
                out.key(definition.name)
                out.open(0x5B)
                for inner in present { out.object { out in writeInside(child, inner, &out) } }
                out.close(0x5D)
            }
        }
    }

    /// A label or message with the answers it names: `How old is ${name}?` A choice shows its label.
    func filled(_ text: Text, at node: Node) -> Text {
        var out: [UInt8] = []
        let bytes = text.utf8
        var at = 0
        while at < bytes.count {
            guard bytes[at] == 0x24, at + 1 < bytes.count, bytes[at + 1] == 0x7B else {
                out.append(bytes[at])
                at += 1
                continue
            }
            var end = at + 2
            while end < bytes.count, bytes[end] != 0x7D { end += 1 }
            let name = Text(bytes[(at + 2)..<end]).trimmed
            var value = Text()
            do {
                if let found = try evaluator.fieldNodes(name, Evaluator.Place(node: node, current: node)).first {
                    value = tree.text(found)
                    if let number = form.number(name), form.definitions[number].list != nil {
                        let offered = states[Int(found)].options
                        value = Text.joined(value.words.map { label(of: $0, field: name, among: offered) ?? $0 }, ", ")
                    }
                }
            } catch {
                value = ""
            }
            out += value.utf8
            at = min(end + 1, bytes.count)
        }
        return Text(out)
    }
}
