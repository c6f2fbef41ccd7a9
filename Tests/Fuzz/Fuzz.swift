import Foundation

/// Hands libFuzzer's inputs to the reader that `--reader=NAME` names; all other flags are libFuzzer's.
@main enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        exit(unsafe runDriver(&count, &arguments, testOneInput))
    }
}

/// What libFuzzer calls with each input, by the name that its library asks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzedReader.chosen.read(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// libFuzzer's loop, which has no header: SwiftPM gives every program a `main` of its own, so that libFuzzer's is not run.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
