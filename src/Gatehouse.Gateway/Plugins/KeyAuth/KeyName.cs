using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.KeyAuth;

/// <summary>A name under which a key may arrive, prepared for each place.</summary>
internal sealed class KeyName(string name)
{
    /// <summary>As a header field, case-insensitive.</summary>
    public HeaderName Field { get; } = new(name);

    /// <summary>As a parameter, case-sensitive.</summary>
    public byte[] Parameter { get; } = Encoding.UTF8.GetBytes(name);
}
