/// The engine behind a wall of bytes: one JSON request in, one JSON answer out. The browser reaches the
/// WebAssembly build through it, and the tests put the same requests to the native one.
/// `docs/formats/engine-calls.md` describes the requests. Never traps on a request, whatever it says.
public final class Engine {
    var tree = NodeTree()
    var surroundings = Surroundings(now: 0)

    public init() {}

    public func answer(_ request: [UInt8]) -> [UInt8] {
        var out = JSONText()
        do {
            let value = try JSONReader.value(of: request)
            handle(value, &out)
        } catch {
            fail(&out, "bad-json")
        }
        return Array(out.text.utf8)
    }

    private func handle(_ request: JSONValue, _ out: inout JSONText) {
        switch request["do"]?.text {
        case "surroundings": setSurroundings(request, &out)
        case "tree": setTree(request, &out)
        case "evaluate": evaluate(request, &out)
        case "check": check(request, &out)
        default: fail(&out, "unknown-request")
        }
    }

    func fail(_ out: inout JSONText, _ code: String) {
        out.object { out in out.key("error"); out.string(code) }
    }

    func done(_ out: inout JSONText) {
        out.object { out in out.key("ok"); out.raw("true") }
    }

    /// `{now, zone: {standard, changes: [[from, offset]…]}, entropy: ["hex"…], properties: {…}, version}`
    private func setSurroundings(_ request: JSONValue, _ out: inout JSONText) {
        surroundings = Engine.surroundings(request)
        done(&out)
    }

    static func surroundings(_ request: JSONValue) -> Surroundings {
        var changes: [ZoneTable.Change] = []
        for change in request["zone"]?["changes"]?.array ?? [] {
            guard let pair = change.array, pair.count == 2, let from = pair[0].int, let offset = pair[1].int else { continue }
            changes.append(ZoneTable.Change(from: Int64(from), offset: offset))
        }
        var entropy: [UInt64] = []
        for word in request["entropy"]?.array ?? [] { entropy.append(word.text.flatMap { UInt64($0, radix: 16) } ?? 0) }
        var found = Surroundings(now: request["now"]?.double ?? 0,
                                 zone: ZoneTable(standard: request["zone"]?["standard"]?.int ?? 0, changes: changes),
                                 entropy: entropy)
        for member in request["properties"]?.members ?? [] { found.properties[member.key] = member.value.text ?? "" }
        found.version = request["version"]?.text ?? ""
        return found
    }

    // MARK: Expressions over a plain tree

    /// `{nodes: [[kind, name, value, parent]…], root: n, instances: {id: n}, prefixes: […]}`; kinds are the letters
    /// `d e a t c i q` of document, element, attribute, text, comment, instruction, answer.
    private func setTree(_ request: JSONValue, _ out: inout JSONText) {
        let tree = NodeTree()
        for row in request["nodes"]?.array ?? [] {
            guard let cells = row.array, cells.count == 4, let parent = cells[3].int,
                  parent >= -1, parent < tree.kinds.count else { return fail(&out, "bad-tree") }
            let kind: NodeTree.Kind
            switch cells[0].text {
            case "d": kind = .document
            case "a": kind = .attribute
            case "t": kind = .text
            case "c": kind = .comment
            case "i": kind = .instruction
            case "q": kind = .answer
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
            tree.instances[member.key] = NodeTree.Node(node)
        }
        for prefix in request["prefixes"]?.array ?? [] { tree.prefixes.insert(prefix.text ?? "") }
        tree.bindsRepeats = request["binds"]?.isTrue ?? false
        self.tree = tree
        done(&out)
    }

    /// `{text, node, as: boolean|number|string|date}` → `{value}` as text, with `fault` when something was blanked.
    private func evaluate(_ request: JSONValue, _ out: inout JSONText) {
        guard let node = request["node"]?.int, node >= 0, node < tree.kinds.count else { return fail(&out, "bad-node") }
        do {
            let expression = try Expression.parse(request["text"]?.text ?? "")
            let evaluator = Evaluator(tree: tree, surroundings: surroundings)
            let value = try evaluator.evaluate(expression, at: NodeTree.Node(node))
            let text: String
            switch request["as"]?.text {
            case "boolean": text = evaluator.bool(value) ? "true" : "false"
            case "number": text = evaluator.number(value).description
            case "date": text = String(evaluator.text(value).prefix(10))
            default: text = evaluator.text(value)
            }
            let fault = evaluator.firstFault
            out.object { out in
                out.key("value"); out.string(text)
                if let fault { out.key("fault"); out.string(fault.code.rawValue) }
            }
        } catch {
            write(error, &out)
        }
    }

    /// `{text, fields?: […]}` → `{problems: […]}`, the fault of form or the problems of names.
    private func check(_ request: JSONValue, _ out: inout JSONText) {
        var problems: [ExpressionError] = []
        do {
            let expression = try Expression.parse(request["text"]?.text ?? "")
            if let fields = request["fields"]?.array {
                problems = expression.problems(fields: fields.compactMap { $0.text })
            } else {
                problems = expression.problems
            }
        } catch {
            problems = [error]
        }
        out.object { out in
            out.key("problems")
            out.array(problems) { out, problem in write(problem, &out) }
        }
    }

    func write(_ error: ExpressionError, _ out: inout JSONText) {
        out.object { out in
            out.key("error"); out.string(error.code.rawValue)
            out.key("offset"); out.raw(String(error.offset))
            out.key("length"); out.raw(String(error.length))
            out.key("text"); out.string(error.text)
            out.optional("suggestion", error.suggestion)
        }
    }
}
