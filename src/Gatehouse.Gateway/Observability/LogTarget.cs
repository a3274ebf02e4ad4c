using System.Buffers;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Observability;

/// <summary>A request target in a log: as it is, but for the values of query parameters that carry secrets.</summary>
internal static class LogTarget
{
    /// <summary>Writes the inside of a JSON string.</summary>
    public static void Write(JsonLine line, ReadOnlySpan<byte> target, List<SecretNames> secrets)
    {
        int question = target.IndexOf((byte)'?');
        if (question < 0 || question == target.Length - 1)
        {
            line.Text(target);
            return;
        }

        line.Text(target[..(question + 1)]);
        var query = target[(question + 1)..];
        byte[] scratch = ArrayPool<byte>.Shared.Rent(query.Length);
        bool isFirst = true;
        foreach (var range in query.Split((byte)'&'))
        {
            line.Raw(isFirst ? default : "&"u8);
            isFirst = false;
            WriteParameter(line, query[range], secrets, scratch);
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    private static void WriteParameter(JsonLine line, ReadOnlySpan<byte> parameter, List<SecretNames> secrets, byte[] scratch)
    {
        int equals = parameter.IndexOf((byte)'=');
        if (equals >= 0 && LogRedaction.HidesParameter(QueryReader.Decode(parameter[..equals], scratch), secrets))
        {
            line.Text(parameter[..(equals + 1)]);
            line.Raw(LogRedaction.PlainReplacement);
        }
        else
        {
            line.Text(parameter);
        }
    }
}
