/// The engine behind a wall of bytes: one JSON request in, one JSON answer out. The browser reaches the
/// WebAssembly build through it, and the tests put the same requests to the native one.
/// `docs/formats/engine-calls.md` describes the requests. Never traps on a request, whatever it says.
public final class Engine {
    var tree = NodeTree()
    var surroundings = SessionSurroundings(now: 0)
    private var sessions: [(number: Int, session: FormSession)] = []
    private var lastSession = 0

    public init() {}

    public func answer(_ request: [UInt8]) -> [UInt8] {
        var out = JSONOut()
        do {
            let value = try JSONReader.value(of: request)
            handle(value, &out)
        } catch {
            fail(&out, "bad-json")
        }
        return out.bytes
    }

    private func handle(_ request: JSONValue, _ out: inout JSONOut) {
        guard let name = request["do"]?.text else { return fail(&out, "unknown-request") }
        if name == "surroundings" {
            surroundings = Engine.surroundings(request)
            done(&out)
        } else if name == "tree" {
            setTree(request, &out)
        } else if name == "evaluate" {
            evaluate(request, &out)
        } else if name == "check" {
            check(request, &out)
        } else {
            handleSession(name, request, &out)
        }
    }

    func fail(_ out: inout JSONOut, _ code: Text) {
        out.object { out in out.key("error"); out.string(code) }
    }

    func done(_ out: inout JSONOut) {
        out.object { out in out.key("ok"); out.raw("true") }
    }

    /// `{now, zone: {standard, changes: [[from, offset]…]}, entropy: ["hex"…], properties: {…}, version}`
    static func surroundings(_ request: JSONValue) -> SessionSurroundings {
        var changes: [ZoneTable.Change] = []
        for change in request["zone"]?["changes"]?.array ?? [] {
            guard let pair = change.array, pair.count == 2, let from = pair[0].int64, let offset = pair[1].int else { continue }
            changes.append(ZoneTable.Change(from: from, offset: offset))
        }
        var entropy: [UInt64] = []
        for word in request["entropy"]?.array ?? [] { entropy.append(Engine.hexadecimal(word.text ?? "")) }
        var found = SessionSurroundings(now: request["now"]?.double ?? 0,
                                 zone: ZoneTable(standard: request["zone"]?["standard"]?.int ?? 0, changes: changes),
                                 entropy: entropy)
        for member in request["properties"]?.members ?? [] {
            found.properties.append((name: member.key, value: member.value.text ?? ""))
        }
        found.version = request["version"]?.text ?? ""
        return found
    }

    private static func hexadecimal(_ text: Text) -> UInt64 {
        var value: UInt64 = 0
        for byte in text.lowercased.utf8 {
            value = value << 4 | UInt64(byte >= 0x61 ? byte - 0x57 : byte & 15)
        }
        return value
    }

    // MARK: Sessions

    func session(_ number: Int) -> FormSession? {
        for entry in sessions where entry.number == number { return entry.session }
        return nil
    }

    /// Keeps a session and gives its number. The oldest one goes when there are too many.
    func keep(_ session: FormSession) -> Int {
        if sessions.count >= Engine.mostSessions { sessions.removeFirst() }
        lastSession += 1
        sessions.append((number: lastSession, session: session))
        return lastSession
    }

    func close(_ number: Int) {
        sessions.removeAll { $0.number == number }
    }

    // MARK: Expressions over a plain tree

    /// `{nodes: [[kind, name, value, parent]…], root: n, instances: {id: n}, prefixes: […]}`; kinds are the letters
    /// `d e a t c i q` of document, element, attribute, text, comment, instruction, answer.
    private func setTree(_ request: JSONValue, _ out: inout JSONOut) {
        let tree = NodeTree()
        for row in request["nodes"]?.array ?? [] {
            guard let cells = row.array, cells.count == 4, let parent = cells[3].int,
                  parent >= -1, parent < tree.kinds.count else { return fail(&out, "bad-tree") }
            let kind: NodeTree.Kind
            switch cells[0].text?.utf8.first {
            case 0x64: kind = .document
            case 0x61: kind = .attribute
            case 0x74: kind = .text
            case 0x63: kind = .comment
            case 0x69: kind = .instruction
            case 0x71: kind = .answer
            default: kind = .element
            }
            let name = cells[1].text ?? ""
            _ = tree.add(kind, name: name.isEmpty ? -1 : tree.nameID(name), value: cells[2].text ?? "",
                         to: NodeTree.Node(parent))
        }
        guard let root = request["root"]?.int, root >= 0, root < tree.kinds.count else { return fail(&out, "bad-tree") }
        tree.root = NodeTree.Node(root)
        for member in request["instances"]?.members ?? [] {
            guard let node = member.value.int, node >= 0, node < tree.kinds.count else { return fail(&out, "bad-tree") }
            tree.setInstance(member.key, NodeTree.Node(node))
        }
        for prefix in request["prefixes"]?.array ?? [] { tree.prefixes.set(prefix.text ?? "", 0) }
        tree.bindsRepeats = request["binds"]?.isTrue ?? false
        self.tree = tree
        done(&out)
    }

    /// `{text, node, as: boolean|number|string|date}` → `{value}` as text, with `fault` when something was blanked.
    private func evaluate(_ request: JSONValue, _ out: inout JSONOut) {
        guard let node = request["node"]?.int, node >= 0, node < tree.kinds.count else { return fail(&out, "bad-node") }
        do {
            let expression = try Expression.parse(request["text"]?.text ?? "")
            let evaluator = Evaluator(tree: tree, surroundings: surroundings)
            let value = try evaluator.evaluate(expression, at: NodeTree.Node(node))
            let kind = request["as"]?.text ?? "string"
            var text = Text()
            if kind == "boolean" {
                text = evaluator.bool(value) ? "true" : "false"
            } else if kind == "number" {
                let number = evaluator.number(value)
                text = number == 0 && number.sign == .minus ? "-0" : DecimalText.text(number, tiny: true)
            } else if kind == "date" {
                text = evaluator.text(value).shortened(10)
            } else {
                text = evaluator.text(value)
            }
            let fault = evaluator.firstFault
            out.object { out in
                out.key("value"); out.string(text)
                if let fault { out.key("fault"); out.string(fault.code.label) }
            }
        } catch {
            write(error, &out)
        }
    }

    /// `{text, fields?: […]}` → `{problems: […]}`, the fault of form or the problems of names.
    private func check(_ request: JSONValue, _ out: inout JSONOut) {
        var problems: [ExpressionError] = []
        do {
            let expression = try Expression.parse(request["text"]?.text ?? "")
            var fields: [Text]?
            if let given = request["fields"]?.array { fields = given.compactMap { $0.text } }
            problems = expression.problems(among: fields)
        } catch {
            problems = [error]
        }
        out.object { out in
            out.key("problems")
            out.open(0x5B)
            for problem in problems { write(problem, &out) }
            out.close(0x5D)
        }
    }

    func write(_ error: ExpressionError, _ out: inout JSONOut) {
        out.object { out in
            out.key("error"); out.string(error.code.label)
            out.key("offset"); out.number(error.offset)
            out.key("length"); out.number(error.length)
            out.key("text"); out.string(error.piece)
            out.optional("suggestion", error.hint)
        }
    }
}
