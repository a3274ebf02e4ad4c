using System.Text;

namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>One value of a reply; valid until the reply is disposed.</summary>
public readonly struct RespValue
{
    private readonly RespMessage? _message;
    private readonly int _index;

    internal RespValue(RespMessage message, int index)
    {
        _message = message;
        _index = index;
    }

    /// <summary>What it is. A default value is null.</summary>
    public RespKind Kind => _message is null ? RespKind.Null : _message[_index].Kind;

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => Kind == RespKind.Null;

    /// <summary>Children of an array, set, map (keys and values) or push; 0 of anything else.</summary>
    public int Count => Kind >= RespKind.Array ? (int)_message![_index].Number : 0;

    /// <summary>Bytes of a status, error, string or big number; empty for anything else.</summary>
    public ReadOnlySpan<byte> Text => _message is null ? default : _message.TextOf(_message[_index]);

    /// <summary>A child; null beyond the last, so that a short reply needs no case of its own.</summary>
    public RespValue this[int child]
    {
        get
        {
            if ((uint)child >= (uint)Count)
            {
                return default;
            }

            int index = _index + 1;
            // Without grandchildren the place is known.
            if (_message![_index].Next == index + Count)
            {
                return new RespValue(_message, index + child);
            }

            for (; child > 0; child--)
            {
                index = _message[index].Next;
            }

            return new RespValue(_message, index);
        }
    }

    /// <summary>An integer, a truth value, or a string that is an integer's canonical spelling.</summary>
    public bool TryGetInteger(out long value)
    {
        switch (Kind)
        {
            case RespKind.Integer or RespKind.Boolean:
                value = _message![_index].Number;
                return true;
            case RespKind.Bulk or RespKind.Simple:
                return RespNumbers.TryParseInteger(Text, out value);
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>A floating point number, or a string that is one.</summary>
    public bool TryGetDouble(out double value)
    {
        switch (Kind)
        {
            case RespKind.Double:
                value = BitConverter.Int64BitsToDouble(_message![_index].Number);
                return true;
            case RespKind.Integer:
                value = _message![_index].Number;
                return true;
            case RespKind.Bulk or RespKind.Simple:
                return RespNumbers.TryParseDouble(Text, out value);
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>The text as characters; allocates.</summary>
    public string GetString() => Encoding.UTF8.GetString(Text);
}
