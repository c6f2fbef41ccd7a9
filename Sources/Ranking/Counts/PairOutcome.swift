/// How one battle ended, of two models by their indices.
package struct PairOutcome: Sendable, BitwiseCopyable {
    /// The model shown as A.
    package var a: Int32
    /// The model shown as B.
    package var b: Int32
    /// What the voter said, as the raw value of `Outcome`: so that a table is a look away.
    package var code: UInt8

    /// A battle of model `a`, shown as A, against `b`.
    package init(a: Int32, b: Int32, code: UInt8) {
        self.a = a
        self.b = b
        self.code = code
    }
}
