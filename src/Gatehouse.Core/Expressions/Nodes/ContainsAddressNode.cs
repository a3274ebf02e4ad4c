using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>cidr("…").containsIP(x)</c>, where x is an address or its text.</summary>
internal sealed class ContainsAddressNode(ExpressionNode range, ExpressionNode address) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var block = range.Evaluate(ref evaluation);
        var value = address.Evaluate(ref evaluation);
        if (block.Kind != ExpressionKind.Cidr)
        {
            return block.AsFault();
        }

        if (value.Kind == ExpressionKind.String)
        {
            value = AddressBytes.TryParse(value.Bytes, out var parsed, out bool isParsedV6)
                ? ExpressionValue.Ip(parsed, isParsedV6)
                : ExpressionValue.Fault(ExpressionFault.Format);
        }

        if (value.Kind != ExpressionKind.Ip)
        {
            return value.AsFault();
        }

        var cidr = block.AsCidr;
        var number = value.AsAddress;
        bool isV6 = value.Form == ValueForm.Version6;
        return ExpressionValue.Bool(isV6 == cidr.IsV6 && number >= cidr.First && number <= cidr.Last);
    }
}
