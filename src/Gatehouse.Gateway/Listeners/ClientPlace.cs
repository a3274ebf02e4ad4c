using System.Net;

namespace Gatehouse.Gateway.Listeners;

/// <summary>The place that one connection holds among those of its client, once it is known who that is.</summary>
internal sealed class ClientPlace(ConnectionLimits limits)
{
    private IPAddress? _address;

    /// <summary>Takes it; false = the client has none left.</summary>
    public bool TryEnter(IPAddress address)
    {
        if (!limits.TryEnter(address))
        {
            return false;
        }

        _address = address;
        return true;
    }

    /// <summary>Gives it back, if it was taken.</summary>
    public void Leave()
    {
        if (_address is { } address)
        {
            _address = null;
            limits.Leave(address);
        }
    }
}
