namespace Gatehouse.Protocols.Redis;

/// <summary>Errors of servers by their first word.</summary>
internal static class RedisErrorCode
{
    /// <summary>The first word.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> error)
    {
        int space = error.IndexOf((byte)' ');
        return space < 0 ? error : error[..space];
    }

    /// <summary>Whether the server does not know the script.</summary>
    public static bool IsNoScript(ReadOnlySpan<byte> error) => Of(error).SequenceEqual("NOSCRIPT"u8);

    /// <summary>Whether a server that took writes has become one that does not.</summary>
    public static bool IsReadOnly(ReadOnlySpan<byte> error) => Of(error).SequenceEqual("READONLY"u8);

    /// <summary>Whether the map of the cluster has a hole.</summary>
    public static bool IsClusterDown(ReadOnlySpan<byte> error) => Of(error).SequenceEqual("CLUSTERDOWN"u8);

    /// <summary>Whether the server refuses for a reason that passes, without having executed anything.</summary>
    public static bool IsPassing(ReadOnlySpan<byte> error)
    {
        var code = Of(error);
        return code.SequenceEqual("LOADING"u8) || code.SequenceEqual("BUSY"u8) || code.SequenceEqual("READONLY"u8)
            || code.SequenceEqual("MASTERDOWN"u8) || code.SequenceEqual("CLUSTERDOWN"u8) || code.SequenceEqual("TRYAGAIN"u8)
            || code.SequenceEqual("MISCONF"u8) || code.SequenceEqual("NOREPLICAS"u8) || code.SequenceEqual("OOM"u8);
    }

    /// <summary>
    /// The first word for a message, when it is one of capital letters; the rest of a line is the server's and may repeat what it was sent.
    /// </summary>
    public static string Describe(ReadOnlySpan<byte> error)
    {
        var code = Of(error);
        return code.Length is > 0 and <= 32 && code.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0
            ? System.Text.Encoding.ASCII.GetString(code)
            : "an error";
    }
}
