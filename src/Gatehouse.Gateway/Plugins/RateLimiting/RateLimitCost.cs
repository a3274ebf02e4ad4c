using System.Buffers.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Expressions;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>How many units a request costs: a constant, a header field's number, or what an expression gives.</summary>
internal sealed class RateLimitCost
{
    private readonly ValueExpression? _expression;
    private readonly long _default, _min, _max;

    private RateLimitCost(HeaderName? header, ValueExpression? expression, long fallback, long min, long max)
    {
        Header = header;
        _expression = expression;
        _default = fallback;
        _min = min;
        _max = max;
    }

    /// <summary>One unit.</summary>
    public static RateLimitCost One { get; } = new(null, null, 1, 1, 1);

    /// <summary>Nothing: only asks whether there is a unit left.</summary>
    public static RateLimitCost Nothing { get; } = new(null, null, 0, 0, 0);

    /// <summary>The field it is read from; null = none.</summary>
    public HeaderName? Header { get; }

    /// <summary>Reads a <c>cost</c> or <c>cost_after</c>; null when it is not set.</summary>
    /// <param name="config">The record that may hold it.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="environment">What the expression may read.</param>
    public static RateLimitCost? From(ConfigReader config, string name, ExpressionEnvironment environment)
    {
        if (config.GetObject(name) is null)
        {
            return null;
        }

        var reader = config.GetRecord(name);
        ValueExpression? expression = null;
        if (reader.GetString("expression") is { } text && !ValueExpression.TryCompileNumber(text, environment, out expression, out var error))
        {
            throw new PluginBuildException($"{name}.expression", error.ToString(), text, null);
        }

        return new RateLimitCost(
            reader.GetString("header_name") is { } header ? new HeaderName(header) : null,
            expression,
            reader.GetLong("default", RateLimitingSchema.DefaultOf(name)),
            reader.GetLong("min", 0),
            reader.GetLong("max", RateLimitingSchema.MaxCost));
    }

    /// <summary>Units of an exchange, read from the request or from the answer.</summary>
    public long Of(Exchange exchange, HeaderMap headers, TimeProvider time)
    {
        long value = 0;
        bool isNumber = Header is not null
            ? headers.TryGet(Header, out var text) && TryRead(text, out value)
            : TryEvaluate(exchange, time, out value);
        return isNumber ? Clamp(value) : _default;
    }

    /// <summary>A whole number. One that is too great for its type is still one, and counts as the greatest.</summary>
    private static bool TryRead(ReadOnlySpan<byte> text, out long value)
    {
        if (Utf8Parser.TryParse(text, out value, out int taken) && taken == text.Length)
        {
            return true;
        }

        bool isNegative = text is [(byte)'-', ..];
        var digits = isNegative ? text[1..] : text;
        value = isNegative ? long.MinValue : long.MaxValue;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private bool TryEvaluate(Exchange exchange, TimeProvider time, out long value)
    {
        value = 0;
        return _expression is not null && _expression.TryGetNumber(ExchangeSource.For(exchange, time), out value);
    }

    private long Clamp(long value) => Math.Min(LimitRule.MaxUnits, Math.Clamp(value, _min, Math.Max(_min, _max)));
}
