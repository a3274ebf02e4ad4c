using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Answers;

/// <summary>Chooses the representation of an answer (RFC 9110 §12.5.1, in Kong's reading).</summary>
internal static class AnswerNegotiation
{
    /// <summary>Kind for the value of an <c>Accept</c> field; JSON when it names nothing we have.</summary>
    public static AnswerKind FromAccept(ReadOnlySpan<byte> accept)
    {
        var best = AnswerKind.Json;
        int bestQuality = 0;
        Consider(accept, ref best, ref bestQuality);
        return best;
    }

    /// <summary>Kind for a request, all its <c>Accept</c> fields taken together; null when it has none.</summary>
    public static AnswerKind? FromAccept(HeaderMap headers)
    {
        var best = AnswerKind.Json;
        int bestQuality = 0;
        bool any = false;
        foreach (var field in headers.Values(HeaderNames.Accept))
        {
            any = true;
            Consider(field.Value, ref best, ref bestQuality);
        }

        return any ? best : null;
    }

    /// <summary>Whether a request is a gRPC call, which understands nothing but gRPC answers.</summary>
    public static bool IsGrpc(HeaderMap headers)
        => headers.TryGet(HeaderNames.ContentType, out var type)
            && StartsWith(type, "application/grpc"u8)
            && !StartsWith(type, "application/grpc-web"u8);

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(type, name);

    private static bool StartsWith(ReadOnlySpan<byte> type, ReadOnlySpan<byte> prefix)
        => type.Length >= prefix.Length && Ascii.EqualsIgnoreCase(type[..prefix.Length], prefix);

    private static void Consider(ReadOnlySpan<byte> accept, ref AnswerKind best, ref int bestQuality)
    {
        foreach (var range in accept.Split((byte)','))
        {
            var element = accept[range].Trim(Blanks);
            int semicolon = element.IndexOf((byte)';');
            var type = (semicolon < 0 ? element : element[..semicolon]).TrimEnd(Blanks);
            int slash = type.IndexOf((byte)'/');
            if (slash <= 0 || slash == type.Length - 1)
            {
                continue;
            }

            int quality = semicolon < 0 ? 1000 : QualityOf(element[(semicolon + 1)..]);
            if (quality > bestQuality)
            {
                bestQuality = quality;
                best = KindOf(type);
            }
        }
    }

    private static AnswerKind KindOf(ReadOnlySpan<byte> type)
        => Is(type, "text/html"u8) ? AnswerKind.Html
            : Is(type, "text/plain"u8) || Is(type, "text/*"u8) ? AnswerKind.Plain
            : Is(type, "application/xml"u8) ? AnswerKind.Xml
            : AnswerKind.Json;

    /// <summary>The <c>q</c> parameter in thousandths; 1000 when there is none, 0 when it is malformed.</summary>
    private static int QualityOf(ReadOnlySpan<byte> parameters)
    {
        foreach (var range in parameters.Split((byte)';'))
        {
            var parameter = parameters[range].Trim(Blanks);
            if (parameter.Length >= 2 && (parameter[0] | 0x20) == 'q' && parameter[1] == '=')
            {
                return ParseQuality(parameter[2..]);
            }
        }

        return 1000;
    }

    private static int ParseQuality(ReadOnlySpan<byte> value)
    {
        // RFC 9110 §12.4.2: 0 or 1, at most three digits behind the point, never above 1.
        if (value.IsEmpty || value.Length > 5 || value[0] is not ((byte)'0' or (byte)'1') || (value.Length > 1 && value[1] != '.'))
        {
            return 0;
        }

        int thousandths = (value[0] - '0') * 1000;
        int weight = 100;
        for (int i = 2; i < value.Length; i++, weight /= 10)
        {
            if (!char.IsAsciiDigit((char)value[i]))
            {
                return 0;
            }

            thousandths += (value[i] - '0') * weight;
        }

        return Math.Min(thousandths, 1000);
    }
}
