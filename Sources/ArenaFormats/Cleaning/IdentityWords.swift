/// Words by which an answer gives away which model wrote it.
public struct IdentityWords: Sendable, Equatable {
    /// The words' bytes in lower case, by their first byte.
    private let words: [[[UInt8]]]

    /// Words of a caller's own; empty ones do not count.
    public init(_ words: [String]) {
        var table = Array(repeating: [[UInt8]](), count: 256)
        for word in words {
            let bytes = word.utf8.map(Self.lowercased)
            if let first = bytes.first { table[Int(first)].append(bytes) }
        }
        self.words = table
    }

    /// Names of models and of their makers.
    ///
    /// As the publisher's list, it is matched inside words too, so names that are part of common words are not in it.
    public static let known = IdentityWords([
        "lmsys", "lmarena", "vicuna", "alpaca", "koala", "uc berkeley", "open assistant", "openassistant", "oasst",
        "laion",
        "chatglm", "zhipu", "chatgpt", "gpt-3", "gpt-4", "gpt-5", "openai", "anthropic", "claude", "google bard",
        "gemini",
        "gemma", "deepmind", "palm 2", "palm2", "llama", "meta ai", "dolly", "databricks", "dbrx", "mosaicml",
        "stablelm",
        "stability ai", "fastchat", "guanaco", "wizardlm", "tulu", "mistral", "mixtral", "qwen", "qianwen", "tongyi",
        "alibaba cloud", "deepseek", "moonshot ai", "hunyuan", "ernie bot", "baidu", "grok", "command r", "reka ai",
        "nemotron", "01.ai", "minimax", "starling-lm", "openhermes", "nous research",
    ])

    /// Whether there are none.
    public var isEmpty: Bool { words.allSatisfy(\.isEmpty) }

    /// Whether one of them occurs in a text.
    public func occur(in text: String) -> Bool {
        let bytes = text.utf8.map(Self.lowercased)
        for start in bytes.indices {
            for word in words[Int(bytes[start])] where start + word.count <= bytes.count {
                var offset = 1
                while offset < word.count, bytes[start + offset] == word[offset] { offset += 1 }
                if offset == word.count { return true }
            }
        }
        return false
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }
}
