using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Observability;

/// <summary>Header fields as an object: names in lower case, a repeated field as an array, secrets replaced.</summary>
internal static class LogHeaders
{
    // Kong logs no more than a hundred either.
    private const int MaxFields = 100;

    /// <summary>
    /// Writes the object; <paramref name="secrets"/> are names that plugins of the exchange use, null where the reader is who sent it:
    /// then nothing is hidden.
    /// </summary>
    public static void Write(JsonLine line, HeaderMap headers, List<SecretNames>? secrets)
    {
        line.Raw((byte)'{');
        int index = 0;
        foreach (var field in headers)
        {
            if (index >= MaxFields)
            {
                break;
            }

            if (!IsRepeat(headers, field, index++))
            {
                line.Raw(line.Written[^1] == '{' ? default : ","u8);
                line.LowerString(field.Name);
                line.Raw((byte)':');
                WriteValue(line, headers, field, index, secrets);
            }
        }

        line.Raw((byte)'}');
    }

    private static void WriteValue(JsonLine line, HeaderMap headers, HeaderMap.Field field, int next, List<SecretNames>? secrets)
    {
        if (secrets is not null && LogRedaction.Hides(in field, secrets))
        {
            line.Raw(LogRedaction.Replacement);
            return;
        }

        if (!IsRepeatedAfter(headers, field, next))
        {
            line.String(field.Value);
            return;
        }

        line.Raw((byte)'[');
        int index = 0;
        foreach (var other in headers)
        {
            if (index++ < MaxFields && SameName(field, other))
            {
                line.Raw(line.Written[^1] == '[' ? default : ","u8);
                line.String(other.Value);
            }
        }

        line.Raw((byte)']');
    }

    private static bool IsRepeat(HeaderMap headers, HeaderMap.Field field, int index)
    {
        foreach (var earlier in headers)
        {
            if (index-- == 0)
            {
                break;
            }

            if (SameName(earlier, field))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeatedAfter(HeaderMap headers, HeaderMap.Field field, int next)
    {
        int index = 0;
        foreach (var later in headers)
        {
            if (index++ >= next && index <= MaxFields && SameName(later, field))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameName(HeaderMap.Field left, HeaderMap.Field right)
        => left.Hash == right.Hash && Ascii.EqualsIgnoreCase(left.Name, right.Name);
}
