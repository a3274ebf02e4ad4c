using System.Buffers;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// The query as an object: names and values decoded, a repeated name as an array, a name without <c>=</c> as <c>true</c>.
/// </summary>
internal static class LogQuery
{
    // Kong reads no more than a hundred either.
    private const int MaxParameters = 100;

    /// <summary>Writes the object; <paramref name="secrets"/> as for <see cref="LogHeaders.Write"/>.</summary>
    public static void Write(JsonLine line, ReadOnlySpan<byte> query, List<SecretNames>? secrets)
    {
        line.Raw((byte)'{');
        if (!query.IsEmpty)
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(query.Length);
            WriteParameters(line, query, scratch, secrets);
            ArrayPool<byte>.Shared.Return(scratch);
        }

        line.Raw((byte)'}');
    }

    private static void WriteParameters(JsonLine line, ReadOnlySpan<byte> query, byte[] scratch, List<SecretNames>? secrets)
    {
        var rest = new QueryReader(query);
        for (int index = 0; index < MaxParameters && rest.MoveNext(); index++)
        {
            if (rest.Name.IsEmpty || IsRepeat(query, rest.Name, index))
            {
                continue;
            }

            line.Raw(line.Written[^1] == '{' ? default : ","u8);
            var name = QueryReader.Decode(rest.Name, scratch);
            line.String(name);
            line.Raw((byte)':');
            if (secrets is not null && LogRedaction.HidesParameter(name, secrets))
            {
                line.Raw(LogRedaction.Replacement);
                continue;
            }

            bool isArray = IsRepeated(query, rest.Name, index);
            line.Raw(isArray ? "["u8 : default);
            WriteValue(line, rest, scratch);
            if (isArray)
            {
                WriteOthers(line, query, rest.Name, index, scratch);
                line.Raw((byte)']');
            }
        }
    }

    private static void WriteOthers(JsonLine line, ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int first, byte[] scratch)
    {
        var reader = new QueryReader(query);
        for (int index = 0; index < MaxParameters && reader.MoveNext(); index++)
        {
            if (index > first && reader.Name.SequenceEqual(name))
            {
                line.Raw((byte)',');
                WriteValue(line, reader, scratch);
            }
        }
    }

    private static void WriteValue(JsonLine line, QueryReader reader, byte[] scratch)
    {
        if (reader.HasValue)
        {
            line.String(QueryReader.Decode(reader.Value, scratch));
        }
        else
        {
            line.Raw("true"u8);
        }
    }

    private static bool IsRepeat(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int index)
    {
        var reader = new QueryReader(query);
        while (index-- > 0 && reader.MoveNext())
        {
            if (reader.Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int first)
    {
        var reader = new QueryReader(query);
        for (int index = 0; index < MaxParameters && reader.MoveNext(); index++)
        {
            if (index > first && reader.Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
