"""A small repository in each layout, with a document of every kind that the layout has."""

from __future__ import annotations

from collections.abc import Mapping

Files = Mapping[str, str]

_SETTINGS = """\
[kinds.risk]
path = "context/risks/*.md"
prefix = "RISK"
statuses = ["open", "watched", "closed"]
[governed]
paths = ["src/**"]
[changes]
separate-commits = true
edit-policy = { spec = "frozen" }
[approvals]
independent = true
"""

_RECORD = """\
approvals:
  - by: Runa Dahl <runa@example.org>
    at: 2026-03-01
    digest: sha256:v1:2a51d3547c23a8de50f3e23285a0df356627ef64c300087d3b27173f08ded2a0
"""

NATIVE = {
    "awos.toml": _SETTINGS,
    "context/mission.md": "---\nstatus: approved\n---\n# Greenhouse\n\n## What\n\nWatering.\n",
    "context/roadmap.md": (
        "---\nstatus: approved\n---\n# Roadmap\n\n## Phase 1\n\n"
        "- [-] **F-01** Water the beds\n  - spec: SPEC-001\n"
        "- [ ] **F-02** Heat the house\n  - after: F-01\n"
    ),
    "context/decisions/0001-use-clay.md": (
        f"---\nstatus: accepted\n{_RECORD}claims:\n  - no-path: lib/**\n"
        "anchors:\n  - path: src/bed.py\n---\n# Use clay\n\n## Decision\n\nClay.\n"
    ),
    "context/decisions/0002-use-tin.md": (
        "---\nstatus: superseded\nsuperseded_by: [ADR-0001]\n---\n# Use tin\n"
    ),
    "context/specs/001-water/requirements.md": (
        "---\nstatus: draft\nfeature: F-01\n---\n# Water\n\n- **FR-1** It waters.\n"
    ),
    "context/specs/001-water/spec.md": (
        f"---\nstatus: approved\nfeature: F-01\ndecisions: [ADR-0001]\n{_RECORD}---\n# Water\n\n"
        "## Functional requirements\n\n- **FR-1** The bed is watered at dawn.\n"
        "  - AC-1: the soil is wet\n\n## Technical considerations\n\nPipes.\n"
    ),
    "context/specs/001-water/tasks.md": (
        "---\nstatus: approved\nspec: SPEC-001\n---\n# Tasks\n\n"
        "- [x] **T-01** Lay the pipe\n  - covers: FR-1\n  - files: `src/pipe.py`\n"
        "- [-] **T-02** Open the tap\n  - after: T-01\n  - files: `src/bed.py`\n"
        "  - verify: `true`\n"
    ),
    "context/standards/soil.md": "---\nstatus: approved\n---\n# Soil\n\nSoil is dark.\n",
    "context/risks/001-frost.md": "---\nid: RISK-001\nstatus: open\n---\n# Frost\n\nIt freezes.\n",
    "src/bed.py": "bed = 1\n",
}

ADR = {
    "docs/adr/0001-use-clay.md": (
        "# 1. Use clay\n\nDate: 2026-03-01\n\n## Status\n\nAccepted\n\n"
        "Supersedes [2. Use tin](0002-use-tin.md)\n\n## Context\n\nPots.\n\n"
        "## Decision\n\nClay.\n\n## Consequences\n\nWeight.\n"
    ),
    "docs/adr/0002-use-tin.md": (
        "---\nstatus: superseded by [1. Use clay](0001-use-clay.md)\n---\n# Use tin\n\n"
        "## Context\n\nPots.\n\n## Decision\n\nTin.\n"
    ),
    "docs/adr/README.md": (
        "# Decisions\n\n| Record | Status |\n| --- | --- |\n"
        "| [Use clay](0001-use-clay.md) | Accepted |\n"
    ),
}

AGENT_OS = {
    "agent-os/product/mission.md": "# Mission\n\n## Pitch\n\nA greenhouse.\n",
    "agent-os/product/roadmap.md": "# Roadmap\n\n1. [x] Watering - beds at dawn `S`\n",
    "agent-os/product/tech-stack.md": "# Stack\n\n- **Language:** Python\n",
    "agent-os/specs/2026-03-01-watering/spec.md": "# Spec\n\n> Status: Draft\n\n## Goal\n\nWet.\n",
    "agent-os/specs/2026-03-01-watering/tasks.md": (
        "# Tasks\n\n- [ ] 1. Pipes\n  - [x] 1.1 Lay them\n  - [ ] 1.2 Test them\n"
    ),
    "agent-os/specs/2026-03-01-watering/planning/requirements.md": "# Ideas\n\nBeds.\n",
    "agent-os/standards/index.yml": "global:\n  soil:\n    description: Soil\n",
    "agent-os/standards/global/soil.md": "# Soil\n\nSoil is dark.\n",
}

KIRO = {
    ".kiro/steering/product.md": "# Product\n\nA greenhouse.\n",
    ".kiro/steering/roadmap.md": "# Roadmap\n\n- [ ] **Watering** beds\n",
    ".kiro/steering/soil.md": "---\ninclusion: always\n---\n# Soil\n\nSoil is dark.\n",
    ".kiro/specs/water/requirements.md": (
        "# Requirements\n\n### Requirement 1: Watering\n\n"
        "**User Story:** As a gardener, I rest.\n\n"
        "#### Acceptance Criteria\n\n1. WHEN dawn comes THE SYSTEM SHALL water\n"
    ),
    ".kiro/specs/water/design.md": "# Design\n\n## Overview\n\nPipes.\n",
    ".kiro/specs/water/tasks.md": (
        "# Plan\n\n- [x] 1. Pipes\n  - Lay them\n  - _Requirements: 1.1_\n"
        "- [ ] 2. Taps\n  - _Requirements: 1.1 and 1_\n  - _Depends: 1_\n"
    ),
    ".kiro/specs/water/spec.json": '{"feature_name": "water", "phase": "tasks-generated"}\n',
}

OPENSPEC = {
    "openspec/project.md": "# Project\n\nA greenhouse.\n",
    "openspec/specs/water/spec.md": (
        "# water\n\n## Purpose\n\nBeds are watered at dawn, every day of the year.\n\n"
        "## Requirements\n\n### Requirement: Dawn\n\nThe system SHALL water at dawn.\n\n"
        "#### Scenario: Dawn\n\n- **WHEN** dawn comes\n- **THEN** it waters\n"
    ),
    "openspec/changes/add-heat/proposal.md": "# Heat\n\n## Why\n\nCold.\n",
    "openspec/changes/add-heat/design.md": "# Design\n\nPipes.\n",
    "openspec/changes/add-heat/.openspec.yaml": "schema: spec-driven\n",
    "openspec/changes/add-heat/tasks.md": "## 1. Heat\n\n- [x] 1.1 Light it\n- [ ] 1.2 Vent it\n",
    "openspec/changes/add-heat/specs/water/spec.md": (
        "## RENAMED Requirements\n\n- FROM: `### Requirement: Dawn`\n"
        "- TO: `### Requirement: Sunrise`\n\n"
        "## ADDED Requirements\n\n### Requirement: Warm\n\nThe system SHALL warm the water.\n\n"
        "#### Scenario: Frost\n\n- **WHEN** it freezes\n- **THEN** it warms\n"
    ),
    "openspec/changes/archive/2026-01-01-add-dawn/tasks.md": "- [x] 1.1 Wait for it\n",
}

PROVECTUS = {
    "context/product/product-definition.md": "# Product\n\n- **Version:** 1\n\nBeds.\n",
    "context/product/roadmap.md": (
        "# Roadmap\n\n### Phase 1\n\n- [ ] **Watering**\n  - [x] **Dawn:** water at dawn\n"
    ),
    "context/product/architecture.md": "# Architecture\n\nPipes.\n",
    "context/spec/001-watering/functional-spec.md": (
        "# Functional Specification: Watering\n\n- **Roadmap Item:** Phase 1 → Watering\n"
        "- **Status:** Draft\n\n## 1. Overview\n\nBeds.\n\n### 2.1 Dawn\n\n"
        "- **Acceptance Criteria:**\n  - [ ] the soil is wet\n"
    ),
    "context/spec/001-watering/technical-considerations.md": (
        "# Technical\n\n- **Status:** Approved\n\n## Pipes\n\nTin.\n"
    ),
    "context/spec/001-watering/tasks.md": "# Tasks\n\n- [ ] **Slice 1: Dawn**\n  - [x] Wait\n",
}

SPEC_KIT = {
    ".specify/memory/constitution.md": "# Constitution\n\n## Principles\n\nSoil is dark.\n",
    ".specify/feature.json": '{"feature_directory": "specs/001-water"}\n',
    "specs/001-water/spec.md": (
        "# Feature Specification: Water\n\n**Feature Branch**: `001-water`\n**Status**: Draft\n\n"
        "### User Story 1 - Dawn (Priority: P1)\n\n"
        "1. **Given** dawn, **When** it comes, **Then** water\n\n"
        "- **FR-001**: System MUST water.\n"
    ),
    "specs/001-water/plan.md": "# Plan\n\n**Branch**: `001-water`\n\n## Summary\n\nPipes.\n",
    "specs/001-water/research.md": "# Research\n\nTin rusts.\n",
    "specs/001-water/checklists/requirements.md": "# Checklist\n\n- [x] CHK001 Is it wet?\n",
    "specs/001-water/tasks.md": (
        "# Tasks\n\n## Phase 1: Setup\n\n- [x] T001 Lay the pipe in src/pipe.py\n"
        "- [ ] T002 [P] [US1] Open the tap in src/tap.py (depends on T001)\n"
    ),
}

TASK_MASTER = {
    ".taskmaster/config.json": '{"models": {}}\n',
    ".taskmaster/docs/prd.md": "# Greenhouse\n\nBeds.\n",
    ".taskmaster/tasks/tasks.json": (
        '{"master": {"tasks": [\n'
        '{"id": 1, "title": "Lay the pipe", "status": "done", "dependencies": [],\n'
        ' "subtasks": [{"id": 1, "title": "Dig", "status": "pending"}]},\n'
        '{"id": "2", "title": "Open the tap", "status": "pending", "dependencies": [1, "1.1"]}\n'
        "]}}\n"
    ),
    ".taskmaster/tasks/task_001.txt": (
        "# Task ID: 1\n# Title: Lay the pipe\n# Status: done\n# Dependencies: None\n"
        "# Description: Lay it\n"
    ),
}

AGENTS = {
    "AGENTS.md": "# Greenhouse\n\nRead [the beds](docs/beds.md) and ADR-0001.\n",
    "CLAUDE.md": "@AGENTS.md\n",
    ".claude/agents/gardener.md": (
        "---\nname: gardener\ndescription: Waters\ntools: Read, Bash(git log:*)\n---\nWater.\n"
    ),
    ".claude/commands/water.md": "---\ndescription: Water\nallowed-tools: Read\n---\nWater $1.\n",
    ".claude/skills/soil/SKILL.md": "---\nname: soil\ndescription: Soil\n---\nRun `dig.py`.\n",
    ".claude/settings.json": '{"hooks": {"Stop": [{"hooks": [{"type": "command"}]}]}}\n',
    ".codex/config.toml": '[mcp_servers.pump]\ncommand = "pump"\n',
    ".mcp.json": '{"mcpServers": {"pump": {"command": "pump"}}}\n',
    ".github/prompts/water.prompt.md": "---\nmode: agent\n---\nWater.\n",
}

WORLDS: Mapping[str, Files] = {
    "native": NATIVE,
    "adr": ADR,
    "agent-os": AGENT_OS,
    "agents": AGENTS,
    "kiro": KIRO,
    "openspec": OPENSPEC,
    "provectus": PROVECTUS,
    "spec-kit": SPEC_KIT,
    "task-master": TASK_MASTER,
}
"""The files of each layout by the layout's name."""
