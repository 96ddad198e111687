// Distances and areas on the globe, from texts such as `12.5 42.0 0 0;12.6 42.1 0 0` or from several geopoints.
extension Evaluator {
    private static let earthRadius = 6_378_100.0

    private struct Point {
        let latitude: Double
        let longitude: Double
    }

    func places(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        if function == .geofence {
            guard let point = try points(text(argument(0, a)))?.first,
                  let fence = try points(text(argument(1, a))) else { return blank() }
            return .bool(inside(point, fence))
        }
        var corners: [Point] = []
        for value in try spread(from: 0, a) {
            guard let more = try points(text(value)) else { return .number(.nan) }
            corners += more
        }
        return .number(function == .distance ? length(corners) : area(corners))
    }

    /// Nothing when the text is no list of points; an empty text is an empty list.
    private func points(_ text: Text) throws(ExpressionError) -> [Point]? {
        try burn(text.utf8.count / 4)
        var found: [Point] = []
        for piece in text.pieces(0x3B) {
            let words = Text(piece).words
            if words.isEmpty { continue }
            guard words.count >= 2, let latitude = DecimalReader.value(of: words[0]),
                  let longitude = DecimalReader.value(of: words[1]),
                  Swift.abs(latitude) <= 90, Swift.abs(longitude) <= 180 else {
                _ = blank()
                return nil
            }
            found.append(Point(latitude: latitude, longitude: longitude))
        }
        return found
    }

    private func radians(_ degrees: Double) -> Double { degrees / 180 * RealMath.pi }

    /// The haversine formula, which stays exact for near points.
    private func length(_ points: [Point]) -> Double {
        var sum = 0.0
        for (a, b) in zip(points, points.dropFirst()) {
            let northward = RealMath.sin(radians(b.latitude - a.latitude) / 2)
            let eastward = RealMath.sin(radians(b.longitude - a.longitude) / 2)
            let h = northward * northward
                + RealMath.cos(radians(a.latitude)) * RealMath.cos(radians(b.latitude)) * eastward * eastward
            sum += h >= 1 ? RealMath.pi : 2 * RealMath.atan((h / (1 - h)).squareRoot())
        }
        return sum * Evaluator.earthRadius
    }

    /// JavaRosa's: triangles from the first corner, each corner flattened at its own latitude.
    private func area(_ points: [Point]) -> Double {
        guard points.count >= 3, let first = points.first else { return 0 }
        let degree = 2 * Evaluator.earthRadius * RealMath.pi / 360
        var sum = 0.0
        var last: (x: Double, y: Double)?
        for point in points.dropFirst() {
            let y = (point.latitude - first.latitude) * degree
            let x = (point.longitude - first.longitude) * degree * RealMath.cos(radians(point.latitude))
            if let last { sum += (last.y * x - last.x * y) / 2 }
            last = (x, y)
        }
        return Swift.abs(sum)
    }

    private func inside(_ point: Point, _ fence: [Point]) -> Bool {
        var isInside = false
        for (a, b) in zip(fence, fence.dropFirst()) where (b.latitude > point.latitude) != (a.latitude > point.latitude) {
            let crossing = (a.longitude - b.longitude) * (point.latitude - b.latitude)
                / (a.latitude - b.latitude) + b.longitude
            if point.longitude < crossing { isInside.toggle() }
        }
        return isInside
    }
}
