namespace Gatehouse.Core.Regexes;

/// <summary>
/// Like <see cref="RegexMachine"/>, but every alternative carries the positions of its groups. Allocates; for who asks for captures.
/// </summary>
internal sealed class CaptureMachine
{
    private readonly RegexProgram _program;
    private readonly string _text;
    private readonly int _slots;
    private List<(int Instruction, int[] Slots)> _now = [];
    private List<(int Instruction, int[] Slots)> _next = [];
    private readonly bool[] _seen;

    private CaptureMachine(RegexProgram program, string text)
    {
        _program = program;
        _text = text;
        _slots = (program.Groups.Count + 1) * 2;
        _seen = new bool[program.Instructions.Length];
    }

    /// <summary>
    /// Matches at the start of the text. The result has start and end of the whole match and of each group, −1 where a group took
    /// no part; null when there is no match.
    /// </summary>
    public static int[]? Match(RegexProgram program, string text) => new CaptureMachine(program, text).Run();

    private int[]? Run()
    {
        int[]? best = null;
        int[] initial = new int[_slots];
        Array.Fill(initial, -1);
        initial[0] = 0;
        Follow(0, 0, initial);
        for (int position = 0; _next.Count > 0 && position <= _text.Length; position++)
        {
            (_now, _next) = (_next, _now);
            _next.Clear();
            Array.Clear(_seen);
            best = Step(position) ?? best;
        }

        return best;
    }

    private int[]? Step(int position)
    {
        foreach (var (at, slots) in _now)
        {
            var instruction = _program.Instructions[at];
            switch (instruction.Op)
            {
                case RegexOp.Char when position < _text.Length && _text[position] == instruction.X:
                case RegexOp.Set when position < _text.Length && _program.Classes[instruction.X].Contains(_text[position]):
                    Follow(at + 1, position + 1, slots);
                    break;
                case RegexOp.Match:
                    int[] matched = [.. slots];
                    matched[1] = position;
                    return matched;
            }
        }

        return null;
    }

    private void Follow(int first, int position, int[] initial)
    {
        var pending = new Stack<(int Instruction, int[] Slots)>();
        pending.Push((first, initial));
        while (pending.TryPop(out var thread))
        {
            var (at, slots) = thread;
            if (_seen[at])
            {
                continue;
            }

            _seen[at] = true;
            var instruction = _program.Instructions[at];
            switch (instruction.Op)
            {
                case RegexOp.Jump:
                    pending.Push((instruction.X, slots));
                    break;
                case RegexOp.Split:
                    pending.Push((instruction.Y, slots));
                    pending.Push((instruction.X, slots));
                    break;
                case RegexOp.Save:
                    int[] saved = [.. slots];
                    saved[instruction.X] = position;
                    pending.Push((at + 1, saved));
                    break;
                case RegexOp.Assert when RegexAssertions.Holds((RegexAssertion)instruction.X, _text, position):
                    pending.Push((at + 1, slots));
                    break;
                case RegexOp.Char or RegexOp.Set or RegexOp.Match:
                    _next.Add((at, slots));
                    break;
            }
        }
    }
}
