using System.Buffers;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Finds and removes parameters of a query (application/x-www-form-urlencoded), names compared decoded.</summary>
internal static class QueryParameters
{
    private const int StackBytes = 512;

    /// <summary>Finds a parameter; its decoded value is in the scratch memory or in the query itself.</summary>
    /// <param name="query">Without the question mark.</param>
    /// <param name="name">The decoded name.</param>
    /// <param name="scratch">At least as long as the query.</param>
    /// <param name="value">The value when there is exactly one.</param>
    public static ParameterMatch Find(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, Span<byte> scratch, out ReadOnlySpan<byte> value)
    {
        var match = ParameterMatch.None;
        ReadOnlySpan<byte> raw = default;
        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            if (QueryReader.Decode(reader.Name, scratch).SequenceEqual(name))
            {
                match = match != ParameterMatch.None ? ParameterMatch.Several : reader.HasValue ? ParameterMatch.One : ParameterMatch.NoText;
                raw = reader.Value;
            }
        }

        value = match == ParameterMatch.One ? QueryReader.Decode(raw, scratch) : default;
        return match;
    }

    /// <summary>Removes every parameter of these names from the query sent on; all other bytes stay as they are.</summary>
    public static void Remove(RequestMessage request, ReadOnlySpan<byte[]> names)
    {
        var query = request.Query;
        if (query.IsEmpty)
        {
            return;
        }

        byte[]? rented = query.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(query.Length * 2) : null;
        Span<byte> memory = rented ?? stackalloc byte[StackBytes * 2];
        int length = Copy(query, names, memory[query.Length..], memory[..query.Length]);
        if (length != query.Length)
        {
            request.SetQuery(memory.Slice(query.Length, length), length > 0);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Copies a query without the parameters of these names; returns the length of the copy.</summary>
    public static int Copy(ReadOnlySpan<byte> query, ReadOnlySpan<byte[]> names, Span<byte> destination, Span<byte> scratch)
    {
        int length = 0;
        bool isFirst = true;
        foreach (var range in query.Split((byte)'&'))
        {
            var parameter = query[range];
            int equals = parameter.IndexOf((byte)'=');
            if (Contains(names, QueryReader.Decode(equals < 0 ? parameter : parameter[..equals], scratch)))
            {
                continue;
            }

            if (!isFirst)
            {
                destination[length++] = (byte)'&';
            }

            isFirst = false;
            parameter.CopyTo(destination[length..]);
            length += parameter.Length;
        }

        return length;
    }

    private static bool Contains(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte> name)
    {
        foreach (byte[] known in names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
