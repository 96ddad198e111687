/// The nodes an expression walks over: the record being filled in and the secondary instances (choices,
/// look-up tables), all in one arena. Indices stay valid until the node is removed.
final class NodeTree {
    typealias Node = Int32

    enum Kind: UInt8 {
        case document, element, attribute, text, comment, instruction
        /// An element that holds one answer and no other nodes. Unlike an XML element it counts as false and as
        /// no number while it is blank.
        case answer
    }

    static let none: Node = -1

    private(set) var kinds: [Kind] = []
    private(set) var names: [Int32] = []
    private(set) var parents: [Node] = []
    private(set) var firstChild: [Node] = []
    private(set) var lastChild: [Node] = []
    private(set) var next: [Node] = []
    private(set) var previous: [Node] = []
    private(set) var firstAttribute: [Node] = []
    private(set) var values: [Text] = []
    /// Not relevant now: expressions do not see it.
    private(set) var hidden: [Bool] = []
    private var free: [Node] = []

    private(set) var nameTexts: [Text] = []
    private var nameIndex = TextTable()

    /// The document node of the record.
    var root: Node = none
    /// The document nodes of the secondary instances.
    private var instances = TextTable()
    /// Where `${name}` leads: the names of the elements from the root element down to the field.
    private var fieldPaths: [[Int32]] = []
    private var fieldPlaces = TextTable()
    /// The prefixes of names that expressions may use; others are faults.
    var prefixes = TextTable()
    /// Whether absolute paths inside a repeat mean the same repetition, as in ODK; off for plain XML.
    var bindsRepeats = false

    func nameID(_ text: Text) -> Int32 {
        if let known = nameIndex.value(text) { return Int32(known) }
        nameIndex.set(text, nameTexts.count)
        nameTexts.append(text)
        return Int32(nameTexts.count - 1)
    }

    /// The id of a name that some node bears, or -1.
    func knownName(_ text: Text) -> Int32 {
        Int32(nameIndex.value(text) ?? -1)
    }

    func instance(_ name: Text) -> Node? {
        instances.value(name).map { Node($0) }
    }

    func setInstance(_ name: Text, _ node: Node) {
        instances.set(name, Int(node))
    }

    func fieldPath(_ name: Text) -> [Int32]? {
        fieldPlaces.value(name).map { fieldPaths[$0] }
    }

    func setFieldPath(_ name: Text, _ path: [Int32]) {
        fieldPlaces.set(name, fieldPaths.count)
        fieldPaths.append(path)
    }

    func add(_ kind: Kind, name: Int32 = -1, value: Text = "", to parent: Node = none, before: Node = none) -> Node {
        let node: Node
        if let reused = free.popLast() {
            node = reused
            let i = Int(node)
            kinds[i] = kind
            names[i] = name
            parents[i] = parent
            firstChild[i] = NodeTree.none
            lastChild[i] = NodeTree.none
            next[i] = NodeTree.none
            previous[i] = NodeTree.none
            firstAttribute[i] = NodeTree.none
            values[i] = value
            hidden[i] = false
        } else {
            node = Node(kinds.count)
            kinds.append(kind)
            names.append(name)
            parents.append(parent)
            firstChild.append(NodeTree.none)
            lastChild.append(NodeTree.none)
            next.append(NodeTree.none)
            previous.append(NodeTree.none)
            firstAttribute.append(NodeTree.none)
            values.append(value)
            hidden.append(false)
        }
        guard parent != NodeTree.none else { return node }
        let p = Int(parent)
        let i = Int(node)
        if kind == .attribute {
            next[i] = firstAttribute[p]
            firstAttribute[p] = node
        } else if before != NodeTree.none {
            let earlier = previous[Int(before)]
            previous[i] = earlier
            next[i] = before
            previous[Int(before)] = node
            if earlier == NodeTree.none { firstChild[p] = node } else { next[Int(earlier)] = node }
        } else {
            previous[i] = lastChild[p]
            if lastChild[p] == NodeTree.none { firstChild[p] = node } else { next[Int(lastChild[p])] = node }
            lastChild[p] = node
        }
        return node
    }

    /// Takes a node and what is below it out of the tree; their indices may be given to new nodes.
    func remove(_ node: Node) {
        let i = Int(node)
        let p = Int(parents[i])
        let before = previous[i]
        let after = next[i]
        if before == NodeTree.none { firstChild[p] = after } else { next[Int(before)] = after }
        if after == NodeTree.none { lastChild[p] = before } else { previous[Int(after)] = before }
        var stack = [node]
        while let gone = stack.popLast() {
            var child = firstChild[Int(gone)]
            while child != NodeTree.none {
                stack.append(child)
                child = next[Int(child)]
            }
            values[Int(gone)] = ""
            free.append(gone)
        }
    }

    func set(_ node: Node, _ value: Text) {
        values[Int(node)] = value
    }

    func hide(_ node: Node, _ isHidden: Bool) {
        hidden[Int(node)] = isHidden
    }

    // MARK: Reading

    func parent(_ node: Node) -> Node { parents[Int(node)] }

    func kind(_ node: Node) -> Kind { kinds[Int(node)] }

    /// The string value: a leaf's own text, or all text below, in order.
    func text(_ node: Node) -> Text {
        let i = Int(node)
        switch kinds[i] {
        case .attribute, .text, .comment, .instruction, .answer: return values[i]
        case .document, .element: break
        }
        let only = firstChild[i]
        if only == NodeTree.none { return values[i] }
        if next[Int(only)] == NodeTree.none, kinds[Int(only)] == .text { return values[Int(only)] }
        var out = Text()
        var at = only
        while at != NodeTree.none {
            let a = Int(at)
            if !hidden[a] {
                if kinds[a] == .text || kinds[a] == .answer {
                    out += values[a]
                } else if kinds[a] == .element {
                    if firstChild[a] != NodeTree.none {
                        at = firstChild[a]
                        continue
                    }
                    out += values[a]
                }
            }
            at = following(at, within: node)
        }
        return out
    }

    /// The next node after this one's subtree, staying below `top`.
    func following(_ node: Node, within top: Node) -> Node {
        var at = node
        while at != top, at != NodeTree.none {
            let after = next[Int(at)]
            if after != NodeTree.none { return after }
            at = parents[Int(at)]
        }
        return NodeTree.none
    }

    /// The document node above.
    func top(_ node: Node) -> Node {
        var at = node
        while parents[Int(at)] != NodeTree.none { at = parents[Int(at)] }
        return at
    }

    /// 1 for the first among the siblings of the same name.
    func position(_ node: Node) -> Int {
        let name = names[Int(node)]
        var position = 1
        var at = previous[Int(node)]
        while at != NodeTree.none {
            if names[Int(at)] == name, !hidden[Int(at)] { position += 1 }
            at = previous[Int(at)]
        }
        return position
    }

    /// The nodes in the order of their documents, each once; instances keep the order they were found in.
    func inOrder(_ nodes: [Node]) -> [Node] {
        if nodes.count < 2 { return nodes }
        var wanted = [Bool](repeating: false, count: kinds.count)
        var left = 0
        for node in nodes where !wanted[Int(node)] {
            wanted[Int(node)] = true
            left += 1
        }
        var tops: [Node] = []
        for node in nodes {
            let top = top(node)
            if !tops.contains(top) { tops.append(top) }
        }
        var ordered: [Node] = []
        for top in tops {
            var at = top
            while at != NodeTree.none, ordered.count < left {
                if wanted[Int(at)] { ordered.append(at) }
                var attribute = firstAttribute[Int(at)]
                while attribute != NodeTree.none {
                    if wanted[Int(attribute)] { ordered.append(attribute) }
                    attribute = next[Int(attribute)]
                }
                let child = firstChild[Int(at)]
                at = child != NodeTree.none ? child : following(at, within: top)
            }
        }
        return ordered
    }

    /// From the document node down to the node itself.
    func ancestry(_ node: Node) -> [Node] {
        var chain = [node]
        var at = parents[Int(node)]
        while at != NodeTree.none {
            chain.append(at)
            at = parents[Int(at)]
        }
        return chain.reversed()
    }
}
