using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Protocols.Redis;

/// <summary>A Lua script: its text, and the digest by which servers know it. Immutable; one object per script and process.</summary>
public sealed class RedisScript
{
    /// <param name="text">Lua source.</param>
    public RedisScript(string text)
    {
        Text = text;
        Source = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // The protocol names scripts by their SHA-1; nothing is protected by it.
        Digest = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(Source)));
#pragma warning restore CA5350
    }

    /// <summary>Lua source.</summary>
    public string Text { get; }

    /// <summary>The source in UTF-8.</summary>
    internal byte[] Source { get; }

    /// <summary>SHA-1 of the source, 40 hexadecimal digits in lower case.</summary>
    internal byte[] Digest { get; }
}
