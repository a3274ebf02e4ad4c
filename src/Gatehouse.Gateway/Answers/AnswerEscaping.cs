using System.Text;

namespace Gatehouse.Gateway.Answers;

/// <summary>Escapes a message for the document it stands in.</summary>
internal static class AnswerEscaping
{
    /// <summary>Bytes that one byte of UTF-8 may grow to, at most.</summary>
    public const int MaxGrowth = 6;

    /// <summary>Appends <paramref name="message"/> (UTF-8) to <paramref name="destination"/>; returns the bytes written.</summary>
    public static int Escape(AnswerKind kind, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        int written = 0;
        foreach (byte b in message)
        {
            var replacement = kind switch
            {
                AnswerKind.Json => ForJson(b),
                AnswerKind.Html or AnswerKind.Xml => ForMarkup(b),
                _ => ForPlain(b),
            };
            if (replacement.IsEmpty)
            {
                destination[written++] = b;
            }
            else if (replacement.Length == 1 && kind == AnswerKind.Json)
            {
                written += Encoding.ASCII.GetBytes($"\\u{(int)b:x4}", destination[written..]);
            }
            else
            {
                replacement.CopyTo(destination[written..]);
                written += replacement.Length;
            }
        }

        return written;
    }

    private static ReadOnlySpan<byte> ForJson(byte b) => b switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        (byte)'\t' => "\\t"u8,
        < 0x20 or 0x7f => "?"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> ForMarkup(byte b) => b switch
    {
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'&' => "&amp;"u8,
        (byte)'"' => "&#34;"u8,
        (byte)'\'' => "&#39;"u8,

        // XML 1.0 §2.2 has no way to write the other control characters, not even as a reference.
        (byte)'\t' or (byte)'\n' or (byte)'\r' => default,
        < 0x20 or 0x7f => "?"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> ForPlain(byte b) => b switch
    {
        (byte)'\t' or (byte)'\n' => default,
        < 0x20 or 0x7f => "?"u8,
        _ => default,
    };
}
