@testable import FormEngine

/// A record as nested pairs: a leaf is an answer, anything else a group; the same name twice is a repeat.
indirect enum Sketch {
    case answer(String, String)
    case group(String, [Sketch])
}

func tree(_ sketch: Sketch, instances: [String: Sketch] = [:]) -> NodeTree {
    let tree = NodeTree()
    tree.bindsRepeats = true
    tree.root = tree.add(.document)
    add(sketch, to: tree.root, tree, [])
    for (name, sketch) in instances {
        let document = tree.add(.document)
        tree.setInstance(Text(name), document)
        add(sketch, to: document, tree, nil)
    }
    return tree
}

private func add(_ sketch: Sketch, to parent: NodeTree.Node, _ tree: NodeTree, _ path: [Int32]?) {
    switch sketch {
    case .answer(let name, let value):
        let id = tree.nameID(Text(name))
        _ = tree.add(.answer, name: id, value: Text(value), to: parent)
        if let path { tree.setFieldPath(Text(name), path + [id]) }
    case .group(let name, let children):
        let id = tree.nameID(Text(name))
        let node = tree.add(.element, name: id, to: parent)
        if let path { tree.setFieldPath(Text(name), path + [id]) }
        for child in children { add(child, to: node, tree, path.map { $0 + [id] }) }
    }
}

/// The first node that a path finds.
func node(_ path: String, _ tree: NodeTree) throws -> NodeTree.Node {
    let evaluator = Evaluator(tree: tree, surroundings: SessionSurroundings(now: 0))
    guard case .nodes(let nodes) = try evaluator.evaluate(Expression.parse(path), at: tree.root), let first = nodes.first else {
        throw ExpressionError(.wrongType, text: Text(path))
    }
    return first
}

/// Works an expression out as a text.
func text(_ expression: String, in tree: NodeTree = tree(.group("data", [])), at path: String = "/",
          now: Double = 1_700_000_000_000, zone: ZoneTable = .utc, entropy: [UInt64] = [1]) throws -> String {
    let evaluator = Evaluator(tree: tree, surroundings: SessionSurroundings(now: now, zone: zone, entropy: entropy))
    let value = try evaluator.evaluate(try Expression.parse(expression), at: try node(path, tree))
    return evaluator.text(value).string
}
