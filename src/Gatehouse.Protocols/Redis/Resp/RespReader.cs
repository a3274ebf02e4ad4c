namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>
/// Reads one message after the other out of pieces that end anywhere. Strings are taken piece by piece; a line stays with the caller
/// until it is whole, so at most <see cref="RespLimits.MaxLineBytes"/> + 2 bytes are left over from a call.
/// </summary>
internal sealed class RespReader(RespLimits limits)
{
    private const int NotInText = -1;

    private readonly RespFrame[] _frames = new RespFrame[Math.Clamp(limits.MaxDepth, 1, RespLimits.DeepestLevel)];
    private int _depth;
    private int _textLeft = NotInText;
    private int _values;

    /// <summary>The message being read, or just read. Its taker leaves another one here with <see cref="Exchange"/>.</summary>
    public RespMessage Message { get; private set; } = new();

    /// <summary>Takes the message that was read and leaves one to read the next into.</summary>
    public RespMessage Exchange(RespMessage other)
    {
        var read = Message;
        Message = other;
        return read;
    }

    /// <summary>Reads on. After <see cref="RespStatus.Complete"/> call again with the rest of the input.</summary>
    /// <param name="input">What was left over, and what came since.</param>
    /// <param name="used">Bytes that are done with.</param>
    public RespStatus Read(ReadOnlySpan<byte> input, out int used)
    {
        used = 0;
        if (_depth == 0 && _textLeft == NotInText)
        {
            Message.Clear();
            _values = 0;
        }

        while (true)
        {
            var status = _textLeft == NotInText ? ReadLine(input[used..], out int step) : ReadText(input[used..], out step);
            used += step;
            if (status != RespStatus.Complete)
            {
                return status;
            }

            if (_textLeft == NotInText && _depth == 0 && Message.Count > 0)
            {
                return RespStatus.Complete;
            }
        }
    }

    private RespStatus ReadLine(ReadOnlySpan<byte> input, out int used)
    {
        used = 0;
        if (input.IsEmpty)
        {
            return RespStatus.Incomplete;
        }

        if (!"+-:$*,#_(=!%~>|"u8.Contains(input[0]))
        {
            return RespStatus.Malformed;
        }

        int end = input.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || end + 1 == input.Length)
        {
            bool fits = (end < 0 ? input.Length : end) <= limits.MaxLineBytes && (end < 0 || input[end] == '\r');
            return fits ? RespStatus.Incomplete : RespStatus.Malformed;
        }

        if (input[end] != '\r' || input[end + 1] != '\n' || end > limits.MaxLineBytes)
        {
            return RespStatus.Malformed;
        }

        used = end + 2;
        return ++_values <= limits.MaxValues && Take(input[0], input[1..end]) ? RespStatus.Complete : RespStatus.Malformed;
    }

    private RespStatus ReadText(ReadOnlySpan<byte> input, out int used)
    {
        used = Math.Min(_textLeft, input.Length);
        Message.AppendText(input[..used]);
        _textLeft -= used;
        var rest = input[used..];
        if (_textLeft > 0 || rest.Length < 2)
        {
            return rest.Length == 0 || rest[0] == '\r' ? RespStatus.Incomplete : RespStatus.Malformed;
        }

        if (!rest.StartsWith("\r\n"u8))
        {
            return RespStatus.Malformed;
        }

        used += 2;
        _textLeft = NotInText;
        if (!EndText(ref Message[Message.Count - 1]))
        {
            return RespStatus.Malformed;
        }

        EndValue();
        return RespStatus.Complete;
    }

    /// <summary>A verbatim string says its format in three characters first.</summary>
    private bool EndText(ref RespNode node)
    {
        if (node.Kind != RespKind.Verbatim)
        {
            return true;
        }

        if (node.Length < 4 || Message.TextOf(node)[3] != ':')
        {
            return false;
        }

        node.Start += 4;
        node.Length -= 4;
        return true;
    }

    private bool Take(byte kind, ReadOnlySpan<byte> line)
    {
        switch (kind)
        {
            case (byte)'+':
                return TakeText(RespKind.Simple, line);
            case (byte)'-':
                return TakeText(RespKind.Error, line);
            case (byte)'(':
                return RespNumbers.IsBigNumber(line) && TakeText(RespKind.BigNumber, line);
            case (byte)':':
                return RespNumbers.TryParseInteger(line, out long integer) && TakeNumber(RespKind.Integer, integer);
            case (byte)',':
                return RespNumbers.TryParseDouble(line, out double number)
                    && TakeNumber(RespKind.Double, BitConverter.DoubleToInt64Bits(number));
            case (byte)'#':
                return line is [(byte)'t' or (byte)'f'] && TakeNumber(RespKind.Boolean, line[0] == 't' ? 1 : 0);
            case (byte)'_':
                return line.IsEmpty && TakeNumber(RespKind.Null, 0);
            case (byte)'$':
                return BeginText(RespKind.Bulk, line);
            case (byte)'=':
                return BeginText(RespKind.Verbatim, line);
            case (byte)'!':
                return BeginText(RespKind.Error, line);
            case (byte)'*':
                return BeginAggregate(RespKind.Array, line, valuesPerEntry: 1);
            case (byte)'~':
                return BeginAggregate(RespKind.Set, line, valuesPerEntry: 1);
            case (byte)'%':
                return BeginAggregate(RespKind.Map, line, valuesPerEntry: 2);
            case (byte)'>':
                return _depth == 0 && BeginAggregate(RespKind.Push, line, valuesPerEntry: 1);
            default:
                return BeginAttribute(line);
        }
    }

    private bool TakeNumber(RespKind kind, long number)
    {
        Message.Add(kind, number);
        EndValue();
        return true;
    }

    private bool TakeText(RespKind kind, ReadOnlySpan<byte> text)
    {
        if (text.Length > limits.MaxTextBytes - Message.TextLength)
        {
            return false;
        }

        Message.Add(kind, 0);
        Message.AppendText(text);
        EndValue();
        return true;
    }

    private bool BeginText(RespKind kind, ReadOnlySpan<byte> line)
    {
        if (!RespNumbers.TryParseLength(line, out int length))
        {
            return false;
        }

        if (length == RespNumbers.NoValue)
        {
            return kind == RespKind.Bulk && TakeNumber(RespKind.Null, 0);
        }

        if (length > limits.MaxBulkBytes || length > limits.MaxTextBytes - Message.TextLength)
        {
            return false;
        }

        Message.Add(kind, 0);
        _textLeft = length;
        return true;
    }

    private bool BeginAggregate(RespKind kind, ReadOnlySpan<byte> line, int valuesPerEntry)
    {
        if (!RespNumbers.TryParseLength(line, out int count) || (kind == RespKind.Push && count < 1))
        {
            return false;
        }

        if (count == RespNumbers.NoValue)
        {
            return kind == RespKind.Array && TakeNumber(RespKind.Null, 0);
        }

        if (count > (limits.MaxValues - _values) / valuesPerEntry)
        {
            return false;
        }

        int children = count * valuesPerEntry;
        if (children == 0)
        {
            return TakeNumber(kind, 0);
        }

        return Push(new RespFrame { Node = Message.Add(kind, children), Left = children });
    }

    private bool BeginAttribute(ReadOnlySpan<byte> line)
        => RespNumbers.TryParseLength(line, out int count) && count >= 0 && count <= (limits.MaxValues - _values) / 2
            && (count == 0 || Push(new RespFrame { Node = Message.Count, Left = count * 2, IsAttribute = true }));

    private bool Push(RespFrame frame)
    {
        if (_depth == _frames.Length)
        {
            return false;
        }

        _frames[_depth++] = frame;
        return true;
    }

    /// <summary>A value is complete, and with it perhaps what it was the last of.</summary>
    private void EndValue()
    {
        while (_depth > 0)
        {
            ref var frame = ref _frames[_depth - 1];
            if (--frame.Left > 0)
            {
                return;
            }

            _depth--;
            if (frame.IsAttribute)
            {
                // The value it belongs to comes now.
                Message.Truncate(frame.Node);
                return;
            }

            Message[frame.Node].Next = Message.Count;
        }
    }
}
