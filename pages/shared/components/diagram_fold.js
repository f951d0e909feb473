// A plan with some of its sections folded into one box each, and its tasks in an order that keeps branches together.

const MOST_BOXES = 150 // of a section that is unfolded from the start

export const crowded = data =>
  data.brackets
    .map(bracket => bracket.section)
    .filter(
      section => data.blocks.filter(block => block.section === section && block.form !== "head").length > MOST_BOXES,
    )

export function folded(data, sections) {
  const blocks = ["body", "own"].reduce(
    (kept, section) => (sections.has(section) ? FOLDS[section](data, kept) : kept),
    data.blocks,
  )
  return { ...data, blocks }
}

const FOLDS = {
  // One box for all tasks; what follows moves up to it.
  body(data, blocks) {
    const members = new Set(blocks.filter(block => block.section === "body").map(block => block.id))
    if (!members.size) return blocks
    const rows = blocks.filter(block => members.has(block.id))
    const box = {
      id: "folded_body",
      role: "trunk",
      form: "fold",
      section: "body",
      level: 1,
      units: rows.length,
      tasks: data.tasks.map(task => task.id),
      sources: [blocks[0].id],
      parameters: sum(rows),
      pull: rows.reduce((least, { pull }) => (pull === null || (least !== null && least < pull) ? least : pull), null),
    }
    const own = blocks.filter(block => block.section === "own")
    const levels = new Map(
      data.tasks.flatMap(task =>
        own
          .filter(block => block.form !== "head" && block.tasks[0] === task.id)
          .map((block, index) => [block.id, index + 2]),
      ),
    )
    const moved = own.map(block => ({
      ...block,
      level: levels.get(block.id) ?? block.level,
      number: block.level,
      sources: [...new Set(block.sources.map(source => (members.has(source) ? box.id : source)))],
    }))
    return [blocks[0], box, ...moved]
  },

  // A head with all that stands before it for its task alone.
  own(_data, blocks) {
    const towers = new Map(
      blocks.filter(block => block.section === "own" && block.form !== "head").map(block => [block.id, block]),
    )
    const before = source => (towers.has(source) ? towers.get(source).sources.flatMap(before) : [source])
    return blocks
      .filter(block => !towers.has(block.id))
      .map(block =>
        block.form !== "head"
          ? block
          : {
              ...block,
              card: `folded_${block.tasks[0]}`,
              sources: [...new Set(block.sources.flatMap(before))],
              parameters:
                block.parameters + sum([...towers.values()].filter(tower => tower.tasks[0] === block.tasks[0])),
            },
      )
  },
}

export const sum = blocks => blocks.reduce((total, block) => total + block.parameters, 0)

// Tasks that share a box stand next to each other, level by level.
export function laneOrder(data) {
  const depth = Math.max(0, ...data.blocks.map(block => block.level))
  const boxes = (task, level) =>
    data.blocks
      .filter(block => block.form === "layer" && block.level === level && block.tasks.includes(task))
      .map(block => block.id)
      .join()
  const ordered = (tasks, level) => {
    if (tasks.length < 2 || level > depth) return tasks
    const groups = new Map()
    for (const task of tasks) groups.set(boxes(task, level), [...(groups.get(boxes(task, level)) ?? []), task])
    return [...groups.values()].flatMap(group => ordered(group, level + 1))
  }
  return ordered(
    data.tasks.map(task => task.id),
    1,
  )
}
