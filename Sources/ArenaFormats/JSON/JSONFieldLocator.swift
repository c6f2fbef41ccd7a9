/// Tells in which field of a JSON record a byte stands, also when the record is broken further on.
struct JSONFieldLocator {
    private enum Container {
        case object(key: String?)
        case array(index: Int)
    }

    private let record: ArraySlice<UInt8>

    init(_ record: ArraySlice<UInt8>) {
        self.record = record
    }

    /// The field around the byte, such as `conversation_a[1].content`; nil outside every field.
    func field(at offset: Int) -> String? {
        var containers: [Container] = []
        var isKeyNext = false
        var index = record.startIndex
        let target = record.startIndex + offset
        while index < min(target, record.endIndex) {
            switch record[index] {
            case UInt8(ascii: "{"):
                containers.append(.object(key: nil))
                isKeyNext = true
            case UInt8(ascii: "["):
                containers.append(.array(index: 0))
                isKeyNext = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = containers.popLast()
                isKeyNext = false
            case UInt8(ascii: ","):
                switch containers.popLast() {
                case .object:
                    containers.append(.object(key: nil))
                    isKeyNext = true
                case .array(let place):
                    containers.append(.array(index: place + 1))
                case nil:
                    break
                }
            case UInt8(ascii: "\""):
                let close = endOfString(openedAt: index)
                guard close < target else { return path(containers) }
                if isKeyNext, case .object = containers.last {
                    containers[containers.count - 1] = .object(
                        key: String(decoding: record[(index + 1)..<close], as: UTF8.self)
                    )
                    isKeyNext = false
                }
                index = close
            default:
                break
            }
            index += 1
        }
        return path(containers)
    }

    /// The offset of the first `\u` escape of a surrogate without its partner; nil when there is none.
    func loneSurrogate() -> Int? {
        var index = record.startIndex
        while index < record.endIndex {
            guard record[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            switch surrogate(escapedAt: index) {
            case .some(0xd800...0xdbff):
                guard let low = surrogate(escapedAt: index + 6), low >= 0xdc00 else {
                    return index - record.startIndex
                }
                index += 12
            case .some:
                return index - record.startIndex
            default:
                index += 2
            }
        }
        return nil
    }

    /// The surrogate that `\uXXXX` at this place stands for; nil when it is something else.
    private func surrogate(escapedAt index: Int) -> UInt32? {
        guard index + 6 <= record.endIndex, record[index] == UInt8(ascii: "\\"), record[index + 1] == UInt8(ascii: "u")
        else { return nil }
        let digits = String(decoding: record[(index + 2)..<(index + 6)], as: UTF8.self)
        guard let value = UInt32(digits, radix: 16), (0xd800...0xdfff).contains(value) else { return nil }
        return value
    }

    /// The place of the closing quote; the record's end when there is none.
    private func endOfString(openedAt open: Int) -> Int {
        var index = open + 1
        while index < record.endIndex {
            if record[index] == UInt8(ascii: "\"") { return index }
            index += record[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return record.endIndex
    }

    private func path(_ containers: [Container]) -> String? {
        var path = ""
        // Deeper than this a path helps nobody.
        for container in containers.prefix(8) {
            switch container {
            case .object(let key):
                guard let key else { continue }
                path += path.isEmpty ? key : "." + key
            case .array(let index):
                path += "[\(index)]"
            }
        }
        return path.isEmpty ? nil : path
    }
}
