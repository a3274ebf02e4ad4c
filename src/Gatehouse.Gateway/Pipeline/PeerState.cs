using System.Text;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What is computed once per client connection for all of its exchanges.</summary>
internal sealed class PeerState
{
    private readonly byte[] _address;

    public PeerState(ClientConnection connection)
    {
        Connection = connection;
        _address = Encoding.ASCII.GetBytes(connection.RemoteAddress.ToString());
    }

    /// <summary>The connection as plugins see it.</summary>
    public ClientConnection Connection { get; }

    /// <summary>Text of the peer's address.</summary>
    public ReadOnlySpan<byte> Text => _address;
}
