using System.Net;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>The text of an IP address as bytes, kept while the address stays the same object.</summary>
internal sealed class AddressBytes
{
    // RFC 4291: at most 45 characters, plus a zone.
    private readonly byte[] _bytes = new byte[64];
    private IPAddress? _address;
    private int _length;

    /// <summary>Text of the address; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(IPAddress address)
    {
        if (!ReferenceEquals(address, _address))
        {
            _address = address;
            _length = address.TryFormat(_bytes, out int written) ? written : 0;
        }

        return _bytes.AsSpan(0, _length);
    }
}
