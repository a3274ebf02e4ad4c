using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Lines of the text format 0.0.4.</summary>
internal static class MetricText
{
    /// <summary>Writes <c># HELP</c> and <c># TYPE</c>.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, string name, string help, MetricType type)
    {
        string kind = type switch
        {
            MetricType.Counter => "counter",
            MetricType.Gauge => "gauge",
            _ => "histogram",
        };
        string text = $"# HELP {name} {EscapeHelp(help)}\n# TYPE {name} {kind}\n";
        Encoding.UTF8.GetBytes(text, output);
    }

    /// <summary>Writes <c>name_suffix{labels,extra} value</c>.</summary>
    public static void WriteSample(
        IBufferWriter<byte> output,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> extra,
        long value)
    {
        var line = new MetricLine(output.GetSpan(LineSize(name, suffix, labels, extra)));
        line.WriteSeries(name, suffix, labels, extra);
        value.TryFormat(line.Rest, out int written, default, CultureInfo.InvariantCulture);
        output.Advance(line.End(written));
    }

    /// <inheritdoc cref="WriteSample(IBufferWriter{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, long)"/>
    public static void WriteSample(
        IBufferWriter<byte> output,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> extra,
        double value)
    {
        var line = new MetricLine(output.GetSpan(LineSize(name, suffix, labels, extra)));
        line.WriteSeries(name, suffix, labels, extra);
        int written = FormatDouble(line.Rest, value);
        output.Advance(line.End(written));
    }

    /// <summary>Renders <c>a="x",b="y"</c> with values escaped (backslash, quote, line feed).</summary>
    public static byte[] RenderLabels(IReadOnlyList<string> names, ReadOnlySpan<string> values)
    {
        var text = new StringBuilder();
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(names[i]).Append("=\"");
            AppendEscaped(text, values[i]);
            text.Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Joins two label lists into a buffer that is reused from series to series.</summary>
    public static byte[] Join(byte[] buffer, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out int length)
    {
        int comma = first.IsEmpty || second.IsEmpty ? 0 : 1;
        length = first.Length + comma + second.Length;
        if (buffer.Length < length)
        {
            buffer = new byte[length * 2];
        }

        first.CopyTo(buffer);
        if (comma == 1)
        {
            buffer[first.Length] = (byte)',';
        }

        second.CopyTo(buffer.AsSpan(first.Length + comma));
        return buffer;
    }

    private static int LineSize(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> extra)
        => name.Length + suffix.Length + labels.Length + extra.Length + 48;

    private static int FormatDouble(Span<byte> destination, double value)
    {
        if (double.IsFinite(value))
        {
            value.TryFormat(destination, out int written, "R", CultureInfo.InvariantCulture);
            return written;
        }

        ReadOnlySpan<byte> special = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        special.CopyTo(destination);
        return special.Length;
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }

    private static string EscapeHelp(string help)
        => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
