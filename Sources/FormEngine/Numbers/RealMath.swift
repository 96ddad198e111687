// The few real functions that the language needs, so that both builds compute the same bits. The methods and
// constants are those of fdlibm (Sun Microsystems, 1993); errors stay below a few units in the last place.
enum RealMath {
    static let pi = 3.141592653589793

    static func exp(_ x: Double) -> Double {
        if x.isNaN { return x }
        // The one value that everybody knows by heart would come out one unit too high.
        if x == 1 { return 2.718281828459045 }
        if x > 709.782712893384 { return .infinity }
        if x < -745.1332191019411 { return 0 }
        let k = (x * 1.4426950408889634).rounded(.toNearestOrEven)
        let high = x - k * 6.93147180369123816490e-01
        let low = k * 1.90821492927058770002e-10
        let r = high - low
        let t = r * r
        let c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03
            + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))))
        let y = 1 - ((low - (r * c) / (2 - c)) - high)
        // Two steps, so that a result below the normal range is still reached.
        let half = Int(k) / 2
        return y * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: Int(k) - half, significand: 1)
    }

    static func log(_ x: Double) -> Double {
        if x.isNaN || x < 0 { return .nan }
        if x == 0 { return -.infinity }
        if x.isInfinite { return x }
        var k = Double(x.exponent)
        var m = x.significand
        if m > 1.4142135623730951 {
            m /= 2
            k += 1
        }
        let f = m - 1
        let s = f / (2 + f)
        let z = s * s
        let w = z * z
        let t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
        let t2 = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
            + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
        let r = t1 + t2
        let square = 0.5 * f * f
        return k * 6.93147180369123816490e-01
            - ((square - (s * (square + r) + k * 1.90821492927058770002e-10)) - f)
    }

    static func log10(_ x: Double) -> Double {
        let estimate = log(x) * 0.4342944819032518
        let whole = estimate.rounded()
        if whole >= 0, whole <= 22, DecimalReader.power(Int(whole)) == x { return whole }
        return estimate
    }

    static func pow(_ x: Double, _ y: Double) -> Double {
        if y == 0 || x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        let whole = y == y.rounded(.towardZero)
        if whole, Swift.abs(y) <= 1024 { return power(x, Int(y)) }
        if y == 0.5, x >= 0 { return x.squareRoot() }
        let magnitude = Swift.abs(x)
        if y.isInfinite {
            if magnitude == 1 { return .nan }
            return (magnitude > 1) == (y > 0) ? .infinity : 0
        }
        if x < 0, !whole { return x.isInfinite ? (y > 0 ? .infinity : 0) : .nan }
        if magnitude == 0 { return y > 0 ? 0 : .infinity }
        let result = exp(y * log(magnitude))
        let odd = whole && Swift.abs(y) < 9e15 && Int64(y) % 2 != 0
        return x < 0 && odd ? -result : result
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var left = Swift.abs(exponent)
        while left > 0 {
            if left & 1 == 1 { result *= square }
            square *= square
            left >>= 1
        }
        return exponent < 0 ? 1 / result : result
    }

    // MARK: For distances and areas only

    static func sin(_ x: Double) -> Double {
        let (quadrant, r) = reduced(x)
        switch quadrant {
        case 0: return sinNear0(r)
        case 1: return cosNear0(r)
        case 2: return -sinNear0(r)
        default: return -cosNear0(r)
        }
    }

    static func cos(_ x: Double) -> Double {
        let (quadrant, r) = reduced(x)
        switch quadrant {
        case 0: return cosNear0(r)
        case 1: return -sinNear0(r)
        case 2: return -cosNear0(r)
        default: return sinNear0(r)
        }
    }

    /// For angles of a few turns.
    private static func reduced(_ x: Double) -> (Int, Double) {
        let turns = (x * 0.6366197723675814).rounded(.toNearestOrEven)
        let r = (x - turns * 1.57079632673412561417e+00) - turns * 6.07710050650619224932e-11
        let quarter = turns.truncatingRemainder(dividingBy: 4)
        return ((Int(quarter) + 4) % 4, r)
    }

    private static func sinNear0(_ x: Double) -> Double {
        let z = x * x
        return x + x * z * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03
            + z * (-1.98412698298579493134e-04 + z * (2.75573137070700676789e-06
            + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))))
    }

    private static func cosNear0(_ x: Double) -> Double {
        let z = x * x
        let r = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03
            + z * (2.48015872894767294178e-05 + z * (-2.75573143513906633035e-07
            + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))))
        return 1 - (0.5 * z - z * r)
    }

    /// The arc whose tangent is x, for x from 0 up.
    static func atan(_ x: Double) -> Double {
        if x > 1 { return pi / 2 - atan(1 / x) }
        // Half-angle steps bring x below 0.21, where the series is exact enough.
        if x > 0.21 { return 2 * atan(x / (1 + (1 + x * x).squareRoot())) }
        let z = x * x
        var sum = 0.0
        var n = 25.0
        while n >= 1 {
            sum = 1 / n - z * sum
            n -= 2
        }
        return x * sum
    }
}
