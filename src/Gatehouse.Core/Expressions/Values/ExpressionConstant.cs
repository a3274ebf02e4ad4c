using System.Text;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>A value that is known when an expression is compiled: an <see cref="ExpressionValue"/> that can be kept.</summary>
internal sealed class ExpressionConstant
{
    private readonly long _number;
    private readonly ulong _high;
    private readonly byte[] _bytes;
    private readonly object? _content;
    private readonly ValueForm _form;

    private ExpressionConstant(ExpressionKind kind, long number, ulong high, byte[] bytes, object? content, ValueForm form)
    {
        Kind = kind;
        _number = number;
        _high = high;
        _bytes = bytes;
        _content = content;
        _form = form;
    }

    public ExpressionKind Kind { get; }

    public ExpressionValue Value => new(Kind, _number, _high, _bytes, _content, _form);

    /// <summary>The text of a string.</summary>
    public string Decoded => Encoding.UTF8.GetString(_bytes);

    public static ExpressionConstant From(scoped in ExpressionValue value)
        => new(value.Kind, value.Number, value.High, value.Bytes.ToArray(), value.Content, value.Form);

    public static ExpressionConstant Text(byte[] utf8) => new(ExpressionKind.String, 0, 0, utf8, null, ValueForm.Plain);

    public static ExpressionConstant List(ExpressionConstant[] items) => new(ExpressionKind.List, 0, 0, [], items, ValueForm.Constant);

    public static ExpressionConstant Cidr(Validation.CidrBlock range) => new(ExpressionKind.Cidr, 0, 0, [], range, ValueForm.Plain);
}
