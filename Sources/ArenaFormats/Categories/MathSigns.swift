/// The signs by which a prompt is taken to be a task of mathematics where its record does not tell.
enum MathSigns {
    /// Above so many words, single terms and figures are no sign any more: a long text has them for other reasons.
    private static let fewWords = 150

    /// Whether a prompt is a task of mathematics; `isCode` is whether it is about code, where operators mean little.
    static func hold(of text: PromptText, isCode: Bool) -> Bool {
        if text.lines.contains(where: hasLaTeX) { return true }
        let topics = text.count(of: topics) + text.count(anywhere: foreignTopics)
        if topics > (text.words.count > fewWords ? 1 : 0) { return !isCode || topics > 1 }
        guard !isCode, text.words.count <= fewWords else { return false }
        if hasExpression(text.bytes) { return true }
        let tasks = text.count(of: tasks) + text.count(anywhere: foreignTasks)
        return tasks > 1 || tasks > 0 && text.numberCount + text.count(of: numbers) > 1
    }

    /// A command of LaTeX's mathematics, or a formula between dollar signs.
    private static func hasLaTeX(_ line: [UInt8]) -> Bool {
        if commands.contains(where: { PromptText.holds(line, $0) }) { return true }
        let parts = line.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count > 2 else { return false }
        // What stands between two dollar signs: every second part, but the last, which nothing closes.
        return parts.indices.contains { place in
            place % 2 == 1 && place < parts.count - 1 && parts[place].count < 200
                && parts[place].contains { "\\^_=".utf8.contains($0) }
        }
    }

    /// A number or a single letter on both sides of an operator, with a digit at least on one side.
    private static func hasExpression(_ bytes: [UInt8]) -> Bool {
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "^"), UInt8(ascii: "="):
                if isOperator(at: place, length: 1, bytes) { return true }
            case UInt8(ascii: "%"):
                // "15% of 80".
                if place > 0, PromptText.isDigit(bytes[place - 1]), bytes[(place + 1)...].starts(with: " of ".utf8),
                    bytes.dropFirst(place + 5).first.map(PromptText.isDigit) == true
                {
                    return true
                }
            case 0xc3:
                // × and ÷
                if place + 1 < bytes.count, bytes[place + 1] == 0x97 || bytes[place + 1] == 0xb7,
                    isOperator(at: place, length: 2, bytes)
                {
                    return true
                }
            case 0xe2:
                // √ ∑ ∏ ∫ ≤ ≥ ∞ ∂ ∈ ∀ ∃
                if marks.contains(where: { bytes[place...].starts(with: $0) }) { return true }
            default: break
            }
        }
        return false
    }

    private static func isOperator(at place: Int, length: Int, _ bytes: [UInt8]) -> Bool {
        var left = place - 1
        while left >= 0, PromptText.isBlank(bytes[left]) { left -= 1 }
        var right = place + length
        while right < bytes.count, PromptText.isBlank(bytes[right]) { right += 1 }
        guard left >= 0, right < bytes.count else { return false }
        if bytes[right] == UInt8(ascii: "-"), right + 1 < bytes.count { right += 1 }
        let isLeftDigit = PromptText.isDigit(bytes[left])
        let isRightDigit = PromptText.isDigit(bytes[right])
        guard isLeftDigit || isRightDigit else { return false }
        return (isLeftDigit || isAlone(left, bytes, end: -1)) && (isRightDigit || isAlone(right, bytes, end: 1))
    }

    /// Whether a variable stands at this place, or the bracket of a term; `end` is the side that must have no further letter.
    private static func isAlone(_ place: Int, _ bytes: [UInt8], end: Int) -> Bool {
        if bytes[place] == UInt8(ascii: end < 0 ? ")" : "(") { return true }
        guard PromptText.isLetter(bytes[place]) else { return false }
        let next = place + end
        guard bytes.indices.contains(next) else { return true }
        return !PromptText.isLetter(bytes[next]) && bytes[next] < 0x80
    }

    private static let numbers: Set<String> = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

    private static let marks = ["√", "∑", "∏", "∫", "≤", "≥", "∞", "∂", "∈", "∀", "∃"].map { Array($0.utf8) }

    private static let commands = [
        "\\frac", "\\int", "\\sum", "\\sqrt", "\\lim", "\\begin{equation", "\\begin{align", "\\begin{pmatrix",
        "\\begin{cases", "\\mathbb", "\\cdot", "\\infty", "\\partial", "\\leq", "\\geq", "\\theta", "\\pmod", "$$",
    ].map { Array($0.utf8) }

    /// Terms of mathematics that mean little else.
    private static let topics: Set<String> = [
        "quadratic", "eigenvalue", "eigenvalues", "eigenvector", "polynomial", "polynomials", "hypotenuse", "calculus",
        "trigonometry", "solve for x", "solve for y", "differential equation", "differential equations", "square root",
        "integral of", "derivative of", "integrate the function", "prime number", "prime numbers", "factorial",
        "theorem",
        "standard deviation", "arithmetic sequence", "geometric series", "taylor series", "system of equations",
        "pythagorean", "cosine", "logarithm", "determinant of", "linear algebra", "solve the equation", "math problem",
        "least common multiple", "greatest common divisor", "right triangle", "abelian group", "vector space",
        "mathematical induction", "partial derivative", "binomial", "the remainder when",
    ]

    /// What is asked for in mathematics, and elsewhere.
    private static let tasks: Set<String> = [
        "integral", "derivative", "prove", "proof", "probability", "equation", "equations", "calculate", "compute",
        "solve",
        "how many", "average speed", "percent", "triangle", "angle", "radius", "matrix", "divided by", "multiply",
        "multiplied by", "ratio", "fraction", "remainder", "irrational", "integer", "integers", "divisible",
        "converges",
        "real numbers", "sum of", "area of", "volume of", "perimeter", "plus", "minus", "times", "squared", "cubed",
        "digits",
        "how much", "in total", "simplify", "evaluate", "interest rate", "how long",
    ]

    private static let foreignTopics = [
        "적분", "미분", "방정식", "인수분해", "행렬식", "삼각함수", "로그함수", "피타고라스", "소인수", "이차함수", "등차수열", "积分", "方程", "概率",
        "矩阵", "導関数", "方程式", "因数分解", "平方根",
    ]

    private static let foreignTasks = [
        "증명", "확률", "계산", "더하면", "더한", "곱하면", "곱한", "나누", "넓이", "부피", "면적", "평균", "몇 개", "몇 명", "证明", "计算", "計算",
        "確率", "面積",
    ]
}
