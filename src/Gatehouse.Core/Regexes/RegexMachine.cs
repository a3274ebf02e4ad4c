using System.Buffers;

namespace Gatehouse.Core.Regexes;

/// <summary>Runs a program over a text without allocating: every alternative advances together, one unit a step.</summary>
internal static class RegexMachine
{
    private const int StackInstructions = 128;

    /// <summary>Arrays of one entry per instruction: two thread lists of two each, and the stack of <see cref="Follow"/>.</summary>
    private const int IntsPerInstruction = 5;

    /// <summary>Matches at <paramref name="start"/>, preferring what a backtracking engine would find first.</summary>
    /// <param name="program">The program.</param>
    /// <param name="text">The text.</param>
    /// <param name="instruction">Where to start in the program: behind what has been compared already.</param>
    /// <param name="start">Where to start in the text.</param>
    /// <param name="end">End of the match.</param>
    public static bool TryMatch(RegexProgram program, ReadOnlySpan<char> text, int instruction, int start, out int end)
        => Run(program, text, instruction, start, isAnchored: true, out end);

    /// <summary>Whether the program matches anywhere in the text.</summary>
    public static bool IsFound(RegexProgram program, ReadOnlySpan<char> text)
        => Run(program, text, 0, 0, isAnchored: false, out _);

    private static bool Run(RegexProgram program, ReadOnlySpan<char> text, int instruction, int start, bool isAnchored, out int end)
    {
        int size = program.Instructions.Length;
        int[]? rented = size <= StackInstructions ? null : ArrayPool<int>.Shared.Rent(size * IntsPerInstruction);
        Span<int> memory = rented ?? stackalloc int[StackInstructions * IntsPerInstruction];
        end = -1;
        var now = new RegexThreads(memory[..size], memory.Slice(size, size));
        var next = new RegexThreads(memory.Slice(size * 2, size), memory.Slice(size * 3, size));
        var pending = memory.Slice(size * 4, size);
        Follow(program, text, start, instruction, ref now, pending);
        for (int position = start; ; position++)
        {
            if (Step(program, text, position, ref now, ref next, pending))
            {
                end = position;
                if (!isAnchored)
                {
                    break;
                }
            }

            if (!isAnchored && position < text.Length)
            {
                Follow(program, text, position + 1, instruction, ref next, pending);
            }

            if (position >= text.Length || next.Count == 0)
            {
                break;
            }

            var consumed = now;
            now = next;
            next = consumed;
            next.Count = 0;
        }

        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return end >= 0;
    }

    /// <summary>Lets every alternative consume the unit at the position; true when one of them matches there.</summary>
    private static bool Step(
        RegexProgram program,
        ReadOnlySpan<char> text,
        int position,
        ref RegexThreads now,
        ref RegexThreads next,
        Span<int> pending)
    {
        bool isEnd = position >= text.Length;
        char c = isEnd ? '\0' : text[position];
        for (int i = 0; i < now.Count; i++)
        {
            int at = now[i];
            var instruction = program.Instructions[at];
            switch (instruction.Op)
            {
                case RegexOp.Char when !isEnd && c == instruction.X:
                case RegexOp.Set when !isEnd && program.Classes[instruction.X].Contains(c):
                    Follow(program, text, position + 1, at + 1, ref next, pending);
                    break;
                case RegexOp.Match:
                    // What follows in the list has less preference than this match.
                    return true;
            }
        }

        return false;
    }

    /// <summary>Adds an instruction and all it leads to without consuming, in order of preference.</summary>
    private static void Follow(
        RegexProgram program,
        ReadOnlySpan<char> text,
        int position,
        int first,
        ref RegexThreads threads,
        Span<int> pending)
    {
        int count = 0;
        int at = first;
        while (true)
        {
            if (threads.TryAdd(at))
            {
                var instruction = program.Instructions[at];
                switch (instruction.Op)
                {
                    case RegexOp.Jump:
                        at = instruction.X;
                        continue;
                    case RegexOp.Split:
                        pending[count++] = instruction.Y;
                        at = instruction.X;
                        continue;
                    case RegexOp.Save:
                    case RegexOp.Assert when RegexAssertions.Holds((RegexAssertion)instruction.X, text, position):
                        at++;
                        continue;
                }
            }

            if (count == 0)
            {
                return;
            }

            at = pending[--count];
        }
    }
}
