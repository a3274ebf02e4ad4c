using System.Text;

namespace Gatehouse.Core.Regexes;

/// <summary>Turns a tree into a program (Thompson's construction).</summary>
internal sealed class RegexCompiler
{
    /// <summary>Bound on the size of a program: counted repetitions are unrolled, and <c>(a{1000}){1000}</c> is short to write.</summary>
    public const int MaxInstructions = 4096;

    private readonly List<RegexInstruction> _code = [];
    private readonly List<CharClass> _classes = [];

    /// <summary>Compiles; throws <see cref="RegexSyntaxException"/> when the program would be too large.</summary>
    public static RegexProgram Compile(RegexNode node, IReadOnlyList<string> groups)
    {
        var compiler = new RegexCompiler();
        compiler.Emit(node);
        compiler.Add(RegexOp.Match);
        return new RegexProgram([.. compiler._code], [.. compiler._classes], groups, PrefixOf(node));
    }

    /// <summary>The literals that a match begins with. Above ASCII, units and bytes of the path would part ways.</summary>
    private static string PrefixOf(RegexNode node)
    {
        var prefix = new StringBuilder();
        IReadOnlyList<RegexNode> parts = node is RegexNode.Concat concat ? concat.Parts : [node];
        foreach (var part in parts)
        {
            if (part is not RegexNode.Literal literal || !char.IsAscii(literal.Value))
            {
                break;
            }

            prefix.Append(literal.Value);
        }

        return prefix.ToString();
    }

    private int Add(RegexOp op, int x = 0, int y = 0)
    {
        if (_code.Count >= MaxInstructions)
        {
            throw new RegexSyntaxException($"the pattern is too large (over {MaxInstructions} steps)", 0);
        }

        _code.Add(new RegexInstruction(op, x, y));
        return _code.Count - 1;
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Literal literal:
                Add(RegexOp.Char, literal.Value);
                break;
            case RegexNode.Set set:
                _classes.Add(set.Class);
                Add(RegexOp.Set, _classes.Count - 1);
                break;
            case RegexNode.Assertion assertion:
                Add(RegexOp.Assert, (int)assertion.Kind);
                break;
            case RegexNode.Concat concat:
                foreach (var part in concat.Parts)
                {
                    Emit(part);
                }

                break;
            case RegexNode.Alternate alternate:
                EmitAlternate(alternate.Options);
                break;
            case RegexNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case RegexNode.Capture capture:
                Add(RegexOp.Save, capture.Index * 2);
                Emit(capture.Body);
                Add(RegexOp.Save, (capture.Index * 2) + 1);
                break;
        }
    }

    private void EmitAlternate(IReadOnlyList<RegexNode> options)
    {
        var ends = new List<int>();
        for (int i = 0; i < options.Count - 1; i++)
        {
            int split = Add(RegexOp.Split);
            Emit(options[i]);
            ends.Add(Add(RegexOp.Jump));
            Patch(split, split + 1, _code.Count, isLazy: false);
        }

        Emit(options[^1]);
        foreach (int end in ends)
        {
            _code[end] = new RegexInstruction(RegexOp.Jump, _code.Count);
        }
    }

    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        for (int i = 0; i < repeat.Min; i++)
        {
            Emit(repeat.Body);
        }

        if (repeat.Max is null)
        {
            int loop = Add(RegexOp.Split);
            Emit(repeat.Body);
            Add(RegexOp.Jump, loop);
            Patch(loop, loop + 1, _code.Count, repeat.IsLazy);
            return;
        }

        var splits = new List<int>();
        for (int i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(Add(RegexOp.Split));
            Emit(repeat.Body);
        }

        foreach (int split in splits)
        {
            Patch(split, split + 1, _code.Count, repeat.IsLazy);
        }
    }

    private void Patch(int split, int inside, int outside, bool isLazy)
        => _code[split] = isLazy
            ? new RegexInstruction(RegexOp.Split, outside, inside)
            : new RegexInstruction(RegexOp.Split, inside, outside);
}
