/// Finds the route of a method and a path. Built once, then only read.
public struct Router: Sendable {
    struct Match: Sendable {
        let route: Route
        let parameters: PathParameters
    }

    private struct Node: Sendable {
        var children: [String: Node] = [:]
        /// One child for `{name}`, whatever the name.
        var anySegment: [Node] = []
        var routes: [Method: Entry] = [:]
        /// Routes of `{name...}` below this node.
        var rest: [Method: Entry] = [:]
    }

    private struct Entry: Sendable {
        let route: Route
        let names: [String]
    }

    private var root = Node()
    private let faultHandler: @Sendable (any Error) -> Problem?

    /// Two routes with one method and pattern, or a malformed pattern, are mistakes of the program and stop it.
    /// `problem` turns a module's own error into the refusal that the caller sees; nil means an unforeseen fault.
    public init(_ routes: [Route], problem: @escaping @Sendable (any Error) -> Problem? = { _ in nil }) {
        faultHandler = problem
        for route in routes { insert(route) }
    }

    private mutating func insert(_ route: Route) {
        precondition(route.pattern.hasPrefix("/"), "a pattern begins with a slash: \(route.pattern)")
        let parts = route.pattern.split(separator: "/").map(String.init)
        var names: [String] = []
        Self.insert(route, parts[...], &names, &root)
    }

    private static func insert(_ route: Route, _ parts: ArraySlice<String>, _ names: inout [String], _ node: inout Node) {
        guard let part = parts.first else {
            precondition(node.routes[route.method] == nil, "two routes at \(route.method) \(route.pattern)")
            node.routes[route.method] = Entry(route: route, names: names)
            return
        }
        guard part.hasPrefix("{"), part.hasSuffix("}") else {
            insert(route, parts.dropFirst(), &names, &node.children[part, default: Node()])
            return
        }
        let name = part.dropFirst().dropLast()
        if name.hasSuffix("...") {
            precondition(parts.count == 1, "the rest can only come last: \(route.pattern)")
            precondition(node.rest[route.method] == nil, "two routes at \(route.method) \(route.pattern)")
            node.rest[route.method] = Entry(route: route, names: names + [String(name.dropLast(3))])
            return
        }
        names.append(String(name))
        if node.anySegment.isEmpty { node.anySegment.append(Node()) }
        insert(route, parts.dropFirst(), &names, &node.anySegment[0])
    }

    /// The match, or the refusal: 404, or 405 with `Allow`. HEAD finds the GET route.
    func match(_ method: Method?, _ segments: [String]) -> Result<Match, Problem> {
        var allowed: Set<Method> = []
        var values: [String] = []
        if let (entry, values) = Self.find(method == .head ? .get : method, segments[...], &values, root, &allowed) {
            let pairs = zip(entry.names, values).map { ($0, $1) }
            let parameters = PathParameters(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            return .success(Match(route: entry.route, parameters: parameters))
        }
        if allowed.isEmpty { return .failure(.notFound) }
        if allowed.contains(.get) { allowed.insert(.head) }
        return .failure(.methodNotAllowed(allowed))
    }

    /// Literal parts win over `{name}`, and that over `{name...}`. The walk is bounded by the target's segment limit
    /// and by two branches a level, of which patterns use few.
    private static func find(_ method: Method?, _ segments: ArraySlice<String>, _ values: inout [String], _ node: Node,
                             _ allowed: inout Set<Method>) -> (Entry, [String])? {
        guard let segment = segments.first else {
            if let method, let entry = node.routes[method] { return (entry, values) }
            allowed.formUnion(node.routes.keys)
            return nil
        }
        if let child = node.children[segment],
           let found = find(method, segments.dropFirst(), &values, child, &allowed) {
            return found
        }
        if let child = node.anySegment.first {
            values.append(segment)
            if let found = find(method, segments.dropFirst(), &values, child, &allowed) { return found }
            values.removeLast()
        }
        if let method, let entry = node.rest[method] { return (entry, values + [segments.joined(separator: "/")]) }
        allowed.formUnion(node.rest.keys)
        return nil
    }

    /// The whole way without a network: for tests, and for what the box asks of itself.
    /// The path is taken as it would stand in a request line (escaped, with query).
    public func respond(_ method: String, _ target: String, headers: Headers = [:], body: [UInt8] = [],
                        peer: String = "127.0.0.1", isTLS: Bool = true) async -> Response {
        let id = Request.newID()
        do throws(Problem) {
            let target = try Target(target.utf8)
            let known = Method(rawValue: method)
            let match = try match(known, target.segments).get()
            guard body.count <= match.route.bodyLimit else { throw .bodyTooLarge(limit: match.route.bodyLimit) }
            let request = Request(method: known ?? .get, path: target.path,
                                  query: target.query.map { ($0.name, $0.value) }, headers: headers,
                                  body: match.route.isStreamed ? [] : body, peer: peer, isTLS: isTLS, id: id,
                                  stream: match.route.isStreamed ? BodyStream(body) : nil)
            var response = await run(match, request, unforeseen: { _ in })
            if known == .head || response.hasNoBody { response.body = .empty }
            return finish(response, id: id, isTLS: isTLS)
        } catch {
            return finish(refusal(error, method: method, id: id), id: id, isTLS: isTLS)
        }
    }

    /// Runs the handler; whatever it throws becomes a response.
    func run(_ match: Match, _ request: Request, unforeseen: (any Error) -> Void) async -> Response {
        do {
            return try await match.route.handler(request, match.parameters)
        } catch {
            var problem: Problem
            if let thrown = error as? Problem {
                problem = thrown
            } else if let known = faultHandler(error) {
                problem = known
            } else {
                unforeseen(error)
                problem = .failed
            }
            problem.request = request.id
            return .problem(problem)
        }
    }

    /// The answer where no handler runs. OPTIONS at a path that has other methods is answered with `Allow`.
    func refusal(_ problem: Problem, method: String, id: String) -> Response {
        if problem.status == 405, method == "OPTIONS" { return Response(status: 204, headers: problem.headers) }
        var problem = problem
        problem.request = id
        return .problem(problem)
    }

    func finish(_ response: Response, id: String, isTLS: Bool) -> Response {
        var finished = response
        finished.headers = SecurityHeaders.complete(response.headers, isTLS: isTLS)
        finished.headers["X-Request-Id"] = id
        return finished
    }
}
