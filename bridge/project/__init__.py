"""Rojo projects: which file becomes which Instance. Knows no services and runs no code."""

from bridge.project.loading import load_project as load_project
from bridge.project.rojo import find_project_file as find_project_file
from bridge.project.tree import ProjectNode as ProjectNode
